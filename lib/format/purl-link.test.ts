import fc from 'fast-check'
import { PackageURL } from 'packageurl-js'
import { describe, expect, it } from 'vitest'
import { purlLink } from './purl-link.ts'

describe('purlLink', () => {
  it.each([
    ['pkg:npm/express@4.21.1', 'https://www.npmjs.com/package/express/v/4.21.1'],
    ['pkg:npm/%40babel/core@7.0.0', 'https://www.npmjs.com/package/@babel/core/v/7.0.0'],
    ['pkg:npm/@babel/core@7.0.0', 'https://www.npmjs.com/package/@babel/core/v/7.0.0'],
    ['pkg:npm/@babel/core', 'https://www.npmjs.com/package/@babel/core'],
    ['pkg:pypi/requests@2.32.3', 'https://pypi.org/project/requests/2.32.3'],
    [
      'pkg:golang/github.com/wagoodman/go-partybus@v0.0.0-1',
      'https://pkg.go.dev/github.com/wagoodman/go-partybus@v0.0.0-1',
    ],
    [
      'pkg:maven/io.netty/netty-all@4.1.45.Final?type=jar',
      'https://central.sonatype.com/artifact/io.netty/netty-all/4.1.45.Final',
    ],
    [
      'pkg:deb/debian/adduser@3.134?arch=all&distro=debian-12',
      'https://packages.debian.org/search?keywords=adduser&searchon=names&exact=1',
    ],
    ['pkg:apk/alpine/musl@1.2.4-r2', 'https://pkgs.alpinelinux.org/packages?name=musl'],
    ['pkg:cargo/serde@1.0.0', 'https://crates.io/crates/serde/1.0.0'],
    ['pkg:hackage/aeson@2.0', 'https://hackage.haskell.org/package/aeson-2.0'],
    ['pkg:NPM/express', 'https://www.npmjs.com/package/express'],
  ])('opens the page of %s', (purl, href) => {
    expect(purlLink(purl)?.href).toBe(href)
    expect(() => PackageURL.fromString(purl)).not.toThrow()
  })

  it.each([
    'pkg:npm/..%2f..%2fevil@1',
    'pkg:npm/%2e%2e/evil@1',
    'pkg:npm/../evil@1',
    'pkg:npm/a%2Fb@1',
    'pkg:npm/a b@1',
    'pkg:npm/a%20b@1',
    'pkg:npm/a%00b@1',
    'pkg:npm/a%0d%0ab@1',
    'pkg:npm/a%E0%A4%A@1',
    'pkg:npm/a%e2%80%aeb@1',
    'pkg:npm/a@%2e%2e',
    'pkg:npm/a"onmouseover=alert(1)@1',
    'pkg:npm/%3Cscript%3E@1',
    'pkg:npm/',
    'pkg:npm//',
    'pkg:npm',
    'pkg:/npm',
    'npm/express',
    'javascript:alert(1)//pkg:npm/a',
    'pkg:__proto__/a@1',
    'pkg:constructor/a@1',
    'pkg:generic/a@1?download_url=javascript:alert(1)',
    'pkg:npm/express@1?repository_url=https://registry.example.com',
    'pkg:deb/other/x@1',
    'pkg:maven/x@1',
    `pkg:npm/${'a'.repeat(2000)}`,
    '',
  ])('V-17 builds no address from %j', (purl) => {
    expect(purlLink(purl)).toBeNull()
  })

  it('V-17 stays on the page of the ecosystem, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('', 'a/', '../'), (name, before) => {
        const link = purlLink(`pkg:npm/${before}${name}`)
        if (link === null) return
        expect(link.host).toBe('www.npmjs.com')
        expect(new URL(link.href).pathname).toMatch(/^\/package\/[^/]/)
      }),
    )
  })

  it('V-17 L-12 reads no more of a package URL than the reference parser does', () => {
    const segment = fc.stringMatching(/^[a-z][a-z0-9.%@_-]{0,12}$/)
    fc.assert(
      fc.property(segment, segment, (name, version) => {
        const purl = `pkg:pypi/${name}@${version}`
        const link = purlLink(purl)
        if (link !== null)
          expect(PackageURL.fromString(purl).version).toBe(decodeURIComponent(String(link.href.split('/').at(-1))))
      }),
    )
    expect(purlLink(`pkg:npm/${'@/'.repeat(1_000_000)}`)).toBeNull()
  })
})
