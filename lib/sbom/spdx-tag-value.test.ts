import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { parseSbomText } from './parse-sbom.ts'

const head = 'SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\nSPDXID: SPDXRef-DOCUMENT\nDocumentName: tv\n'

describe('SPDX tag-value', () => {
  it('reads packages, facts and relationships like the JSON form', () => {
    const parsed = parseSbomText(`# comment: not a tag
${head}DocumentNamespace: https://example.org/tv
Creator: Tool: handmade-1
Creator: Person: Ada
Created: 2026-02-03T04:05:06Z

FileName: ./a
SPDXID: SPDXRef-File
LicenseConcluded: MIT

PackageName: image
SPDXID: SPDXRef-Root
PackageVersion: v1
PackageChecksum: SHA256: ${'ab'.repeat(32)}
PrimaryPackagePurpose: CONTAINER
PackageComment: <text>several
lines: with
PackageName: not a package
</text>
PackageLicenseDeclared: NOASSERTION

PackageName:requests
SPDXID: SPDXRef-P1
PackageVersion: 2.32.3
PackageSupplier: Organization: PSF
PackageLicenseConcluded: Apache-2.0
ExternalRef: PACKAGE-MANAGER purl pkg:pypi/requests@2.32.3
ExternalRef: SECURITY cpe23Type cpe:2.3:a:psf:requests:2.32.3

Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-Root
Relationship: SPDXRef-Root CONTAINS SPDXRef-P1
LicenseID: LicenseRef-1
`)
    expect(parsed.facts).toMatchObject({
      format: 'spdx-tag-value',
      specVersion: '2.3',
      name: 'tv',
      tools: ['handmade-1'],
      authors: ['Ada'],
      createdAt: '2026-02-03T04:05:06Z',
      packageCount: 2,
      fileCount: 1,
      relationshipCount: 2,
      describes: [{ name: 'image', version: 'v1', digests: [`sha256:${'ab'.repeat(32)}`], purl: null }],
    })
    expect(parsed.packages.all()[1]).toEqual({
      id: 'SPDXRef-P1',
      name: 'requests',
      version: '2.32.3',
      type: 'pypi',
      purl: 'pkg:pypi/requests@2.32.3',
      cpes: ['cpe:2.3:a:psf:requests:2.32.3'],
      licenseDeclared: null,
      licenseConcluded: 'Apache-2.0',
      supplier: 'PSF',
    })
  })

  it('reads Windows line ends and a missing last one', () => {
    const parsed = parseSbomText(`${head}PackageName: a\nPackageVersion: 1`.replaceAll('\n', '\r\n'))
    expect(parsed.packages.all()[0]).toMatchObject({ name: 'a', version: '1' })
  })

  it('V-12 refuses a text that is never closed, and names the line', () => {
    expect(() => parseSbomText(`${head}PackageName: a\nPackageComment: <text>open`)).toThrow(/Line 6 opens a <text>/)
  })

  it('V-12 B-19 is linear in long lines, many colons and many marks', () => {
    const timeTaken = startThreadTime()
    parseSbomText(`${head}PackageName: ${'a'.repeat(20_000_000)}`)
    parseSbomText(`${head}${'x'.repeat(100)}\n`.repeat(50_000))
    parseSbomText(`${head}${'PackageComment: <text></text>\n'.repeat(200_000)}`)
    parseSbomText(`${head}PackageName: a\nExternalRef: ${' a'.repeat(1_000_000)}`)
    expect(timeTaken()).toBeLessThan(3000)
  })

  it('V-07 lists a package called __proto__', () => {
    const parsed = parseSbomText(`${head}PackageName: __proto__\n__proto__: x\nconstructor: y\nSPDXID: SPDXRef-a`)
    expect(parsed.packages.all()[0]).toMatchObject({ name: '__proto__', id: 'SPDXRef-a' })
  })

  it('counts every PackageName, whatever the rest', () => {
    const line = fc.constantFrom(
      'PackageName: a',
      'PackageVersion: 1',
      'FileName: f',
      'SPDXID: x',
      '',
      '# c',
      'Creator: Tool: t',
      'Unknown: v',
      'no colon',
    )
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        const parsed = parseSbomText(`${head}${lines.join('\n')}`)
        expect(parsed.facts.packageCount).toBe(lines.filter((text) => text.startsWith('PackageName')).length)
      }),
    )
  })
})
