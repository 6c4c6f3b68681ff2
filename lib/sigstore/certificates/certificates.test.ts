import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { parseBundle } from '#lib/sigstore/bundle/parse-bundle.ts'
import { codeOf } from '#lib/testing/code-of.ts'
import { parseTrustedRoot } from '#lib/trust-root/parse-trusted-root.ts'
import { type Certificate, type Extension, parseCertificate } from './certificate.ts'
import { parseChildren, parseDer, readOid, readTime, readUnsigned } from './der.ts'
import { extensionIds } from './extensions.ts'
import { assertSigningProfile, readIdentity } from './signing-identity.ts'
import { verifyCertificateTransparency } from './verify-certificate-transparency.ts'
import { assertValidAt, findChain } from './verify-chain.ts'

const hex = (text: string) => Buffer.from(text, 'hex')
const read = (text: string) => parseDer(hex(text))

describe('DER', () => {
  it.each([
    ['empty', ''],
    ['a tag alone', '30'],
    ['cut off', '300501'],
    ['with something behind it', '050000'],
    ['of indefinite length', '30800000'],
    ['with a length in more bytes than needed', '04810101'],
    ['with a length that begins with zero', '0482000101'],
    ['with a huge length', '0485ffffffffff'],
    ['with a long tag', '1f8101'],
  ])('C refuses a value %s', (_, text) => {
    expect(() => read(text)).toThrow(SyntaxError)
  })

  it('L-09 reads nested values one level at a time, and bounds how many there are', () => {
    let nested = Buffer.alloc(0)
    for (let depth = 0; depth < 60; depth += 1) nested = Buffer.concat([Buffer.from([0x30, nested.byteLength]), nested])
    expect(parseChildren(parseDer(nested))).toHaveLength(1)
    const many = Buffer.concat([hex('308207d2'), Buffer.alloc(2002, hex('0500'))])
    expect(() => parseChildren(parseDer(many))).toThrow('too many')
    expect(() => parseChildren(read('0500'))).toThrow('nothing inside')
  })

  it('reads identifiers, numbers and times in their one form', () => {
    expect(readOid(read('06092a864886f70d010702'))).toBe('1.2.840.113549.1.7.2')
    expect(readOid(read('0603551d13'))).toBe('2.5.29.19')
    expect(() => readOid(read('0600'))).toThrow(SyntaxError)
    expect(() => readOid(read('06038037ff'))).toThrow(SyntaxError)
    expect(readUnsigned(read('020200ff'))).toBe(255n)
    for (const text of ['0200', '0201ff', '0202007f']) expect(() => readUnsigned(read(text))).toThrow(SyntaxError)
    const time = (tag: string, text: string) =>
      readTime(read(`${tag}${Buffer.from([text.length]).toString('hex')}${Buffer.from(text).toString('hex')}`))
    expect(time('17', '491231235959Z')).toBe(Date.parse('2049-12-31T23:59:59Z'))
    expect(time('17', '500101000000Z')).toBe(Date.parse('1950-01-01T00:00:00Z'))
    expect(time('18', '20260601120000.5Z')).toBe(Date.parse('2026-06-01T12:00:00.500Z'))
    for (const text of ['20260601120000', '20261301120000Z', '20260601120000+0100']) {
      expect(() => time('18', text)).toThrow(SyntaxError)
    }
  })

  it('throws nothing but a SyntaxError, and no certificate reader anything but evidence', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          parseChildren(parseDer(bytes))
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
        expect(() => parseCertificate(bytes)).toThrow(EvidenceError)
      }),
    )
    expect(() => parseCertificate(new Uint8Array(100_000))).toThrow('larger')
  })
})

const vectors = resolve(import.meta.dirname, '../../../../shared/vectors')
const bundleFile = resolve(vectors, 'conformance/bundle-verify/happy-path-v0.3/bundle.sigstore.json')

describe.skipIf(!existsSync(bundleFile))('a certificate of the public instance', () => {
  const load = () => {
    const root = parseTrustedRoot(readFileSync(resolve(vectors, 'trusted-roots/pgi-trusted_root.json'), 'utf8'))
    const { signer } = parseBundle(readFileSync(bundleFile)).material
    const der = signer.kind === 'certificates' ? signer.certificates[0] : undefined
    if (der === undefined) throw new TypeError('The bundle has one.')
    return { root, der, leaf: parseCertificate(der) }
  }
  const withExtension = (leaf: Certificate, id: string, extension: Extension | null): Certificate => {
    const extensions = new Map(leaf.extensions)
    if (extension === null) extensions.delete(id)
    else extensions.set(id, extension)
    return { ...leaf, extensions }
  }

  it('C leads to an authority of the trusted root, and to none of another', () => {
    const { root, leaf } = load()
    const chain = findChain(leaf, root.certificateAuthorities)
    expect(chain.certificates).toHaveLength(3)
    expect(codeOf(() => findChain(leaf, []))).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
    expect(codeOf(() => findChain(leaf, root.timestampAuthorities))).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
    const listed = root.certificateAuthorities.map((one) => ({ ...one, certificates: [leaf, ...one.certificates] }))
    expect(findChain(leaf, listed).certificates).toHaveLength(3)
    const stranger = root.certificateAuthorities[0]?.certificates ?? []
    const behind = root.certificateAuthorities.map((one) => ({
      ...one,
      certificates: [...stranger, ...one.certificates],
    }))
    expect(codeOf(() => findChain(leaf, behind.slice(1)))).toBeNull()
    const own = { certificates: [leaf], validity: { start: null, end: null } }
    expect(codeOf(() => findChain(leaf, [own]))).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
  })

  it('C leads nowhere with any byte changed', () => {
    const { root, der } = load()
    const accepted = [...der.keys()].filter((at) => {
      const changed = Uint8Array.from(der)
      changed[at] = (changed[at] ?? 0) ^ 0x01
      return codeOf(() => findChain(parseCertificate(changed), root.certificateAuthorities)) === null
    })
    expect(accepted).toEqual([])
  })

  it('C was valid for ten minutes, both ends included, as long as the authority was', () => {
    const { root, leaf } = load()
    const chain = findChain(leaf, root.certificateAuthorities)
    const at = (atMs: number, validity = chain.validity) => codeOf(() => assertValidAt({ ...chain, validity }, atMs))
    expect([at(leaf.notBefore), at(leaf.notAfter)]).toEqual([null, null])
    expect([at(leaf.notBefore - 1), at(leaf.notAfter + 1)]).toEqual([
      'CERTIFICATE_OUTSIDE_VALIDITY',
      'CERTIFICATE_OUTSIDE_VALIDITY',
    ])
    expect(at(leaf.notBefore, { start: leaf.notBefore, end: leaf.notBefore })).toBeNull()
    expect(at(leaf.notBefore, { start: leaf.notBefore + 1, end: null })).toBe('CERTIFICATE_OUTSIDE_VALIDITY')
    expect(at(leaf.notBefore, { start: null, end: leaf.notBefore - 1 })).toBe('CERTIFICATE_OUTSIDE_VALIDITY')
  })

  it('C is held to the validity of its intermediates as well (CVE-2026-24122)', () => {
    const { root, leaf } = load()
    const chain = findChain(leaf, root.certificateAuthorities)
    const certificates = chain.certificates.map((one, at) =>
      at === 1 ? { ...one, notAfter: leaf.notBefore - 1 } : one,
    )
    expect(codeOf(() => assertValidAt({ ...chain, certificates }, leaf.notBefore))).toBe('CERTIFICATE_OUTSIDE_VALIDITY')
  })

  it('C is in a certificate log of the trusted root: no byte of the promise can be changed', () => {
    const { root, leaf } = load()
    const [, issuer = leaf] = findChain(leaf, root.certificateAuthorities).certificates
    const verify = (one: Certificate, logs = root.certificateLogs) =>
      codeOf(() => verifyCertificateTransparency(one, issuer, logs))
    expect(verifyCertificateTransparency(leaf, issuer, root.certificateLogs)).toBe(1)
    const promise = leaf.extensions.get(extensionIds.certificateTransparency)
    if (promise === undefined) throw new TypeError('It has one.')
    const accepted = [...promise.value.keys()].filter((at) => {
      const value = Uint8Array.from(promise.value)
      value[at] = (value[at] ?? 0) ^ 0x01
      return verify(withExtension(leaf, extensionIds.certificateTransparency, { ...promise, value })) === null
    })
    expect(accepted).toEqual([])
    expect(verify(withExtension(leaf, extensionIds.certificateTransparency, null))).toBe('CERTIFICATE_LOG_MISSING')
    expect(verify(leaf, [])).toBe('CERTIFICATE_LOG_UNKNOWN')
    const retired = root.certificateLogs.map((log) => ({ ...log, validity: { start: 0, end: 1 } }))
    expect(verify(leaf, retired)).toBe('CERTIFICATE_LOG_INVALID')
    expect(codeOf(() => verifyCertificateTransparency(leaf, leaf, root.certificateLogs))).toBe(
      'CERTIFICATE_LOG_INVALID',
    )
  })

  it('C is for signing: no authority, no other purpose, nothing critical that is not understood', () => {
    const { root, leaf } = load()
    expect(codeOf(() => assertSigningProfile(leaf))).toBeNull()
    const profile = (id: string, value: Uint8Array | null, isCritical = false) =>
      codeOf(() => assertSigningProfile(withExtension(leaf, id, value === null ? null : { isCritical, value })))
    expect(profile(extensionIds.keyUsage, null)).toBe('CERTIFICATE_PROFILE')
    expect(profile(extensionIds.keyUsage, hex('03020106'))).toBe('CERTIFICATE_PROFILE')
    expect(profile(extensionIds.extendedKeyUsage, null)).toBe('CERTIFICATE_PROFILE')
    expect(profile(extensionIds.extendedKeyUsage, hex('300a06082b06010505070308'))).toBe('CERTIFICATE_PROFILE')
    expect(profile(extensionIds.basicConstraints, hex('30030101ff'))).toBe('CERTIFICATE_PROFILE')
    expect(profile('1.2.3', hex('0500'), true)).toBe('CERTIFICATE_PROFILE')
    expect(profile('1.2.3', hex('0500'))).toBeNull()
    const [authority] = root.certificateAuthorities.flatMap(({ certificates }) => certificates)
    if (authority === undefined) throw new TypeError('There is one.')
    expect(codeOf(() => assertSigningProfile(authority))).toBe('CERTIFICATE_PROFILE')
  })

  it('C names exactly one subject and one issuer', () => {
    const { leaf } = load()
    expect(readIdentity(leaf)).toMatchObject({ issuer: 'https://token.actions.githubusercontent.com' })
    const identity = (id: string, value: Uint8Array | null) =>
      codeOf(() => readIdentity(withExtension(leaf, id, value === null ? null : { isCritical: false, value })))
    const names = (...texts: string[]) => {
      const inner = Buffer.concat(
        texts.map((text) => Buffer.concat([Buffer.from([0x86, text.length]), Buffer.from(text, 'latin1')])),
      )
      return Buffer.concat([Buffer.from([0x30, inner.byteLength]), inner])
    }
    const { subjectAltName } = extensionIds
    expect(identity(subjectAltName, names('https://a.example'))).toBeNull()
    expect(identity(subjectAltName, null)).toBe('CERTIFICATE_PROFILE')
    expect(identity(subjectAltName, names())).toBe('CERTIFICATE_PROFILE')
    expect(identity(subjectAltName, names('https://a.example', 'https://b.example'))).toBe('CERTIFICATE_PROFILE')
    expect(identity(subjectAltName, names('https://a.ex\u00e8mple'))).toBe('CERTIFICATE_MALFORMED')
    expect(identity(subjectAltName, names('https://a.example\u0000.evil'))).toBe('CERTIFICATE_MALFORMED')
    const issuerV2 = '1.3.6.1.4.1.57264.1.8'
    expect(identity(issuerV2, hex('0c0161'))).toBe('CERTIFICATE_PROFILE')
    expect(identity(issuerV2, hex('040161'))).toBe('CERTIFICATE_PROFILE')
    expect(
      codeOf(() =>
        readIdentity({
          ...leaf,
          extensions: new Map([
            [subjectAltName, leaf.extensions.get(subjectAltName) ?? { isCritical: true, value: hex('3000') }],
          ]),
        }),
      ),
    ).toBe('CERTIFICATE_PROFILE')
  })
})
