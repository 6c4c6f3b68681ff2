import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { codeOf } from '#lib/testing/code-of.ts'
import { encodeDer, extensions, makeAuthority, makeSigner, type TestExtension } from '#lib/testing/test-authority.ts'
import { claim, createTestInstance, leafExtensions } from '#lib/testing/test-instance.ts'
import { parseCertificate } from './certificate.ts'
import { readCertificateKey } from './certificate-key.ts'
import { toNameLine } from './describe-certificate.ts'
import { readIdentity } from './signing-identity.ts'
import { assertValidAt, findChain, type TrustedAuthority } from './verify-chain.ts'

const root = makeAuthority('root')
const own = { id: '1.2.3.4', value: encodeDer(0x05) }
const leafOf = (...more: readonly TestExtension[]) => makeSigner(root, { extensions: [...leafExtensions, ...more] }).der
const open = { start: null, end: null }
const authorityOf = (...all: { der: Buffer }[]) => ({
  certificates: all.map(({ der }) => parseCertificate(der)),
  validity: open,
})

describe('parseCertificate', () => {
  it('refuses an extension that is there twice, whichever of them a reader would take', () => {
    expect(codeOf(() => parseCertificate(leafOf(own)))).toBeNull()
    expect(codeOf(() => parseCertificate(leafOf(own, own)))).toBe('CERTIFICATE_MALFORMED')
    expect(codeOf(() => parseCertificate(leafOf(extensions.keyUsage(0x80))))).toBe('CERTIFICATE_MALFORMED')
  })

  it('tells what is critical from what says that it is not', () => {
    const { extensions: read } = parseCertificate(leafOf(own, { ...own, id: '1.2.3.5', isCritical: true }))
    expect([read.get('1.2.3.4')?.isCritical, read.get('1.2.3.5')?.isCritical]).toEqual([false, true])
    const der = leafOf({ ...own, isCritical: true })
    // 1.2.3.4, then BOOLEAN TRUE: the last of them says FALSE in its place.
    const at = der.indexOf(Buffer.from('06032a03040101ff', 'hex'))
    const changed = Buffer.from(der)
    changed[at + 7] = 0
    expect(parseCertificate(changed).extensions.get('1.2.3.4')?.isCritical).toBe(false)
  })

  it('reads one that has none', () => {
    const bare = makeSigner(root, { extensions: [own] }).der
    expect([...parseCertificate(bare).extensions.keys()]).toEqual(['1.2.3.4'])
  })
})

describe('readCertificateKey', () => {
  it('holds keys of certificates to what keys of rules are held to', () => {
    const keyed = (keys: ReturnType<typeof generateKeyPairSync>) =>
      codeOf(() => readCertificateKey(parseCertificate(makeSigner(root, { keys: keys as never }).der)))
    expect(keyed(generateKeyPairSync('rsa', { modulusLength: 2048 }))).toBeNull()
    expect(keyed(generateKeyPairSync('rsa', { modulusLength: 1024 }))).toBe('CERTIFICATE_PROFILE')
    expect(keyed(generateKeyPairSync('ec', { namedCurve: 'secp256k1' }))).toBe('CERTIFICATE_PROFILE')
    expect(keyed(generateKeyPairSync('x25519'))).toBe('CERTIFICATE_PROFILE')
    const offCurve = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.alloc(32, 0xff)])
    const publicKey = createPublicKey({ key: offCurve, format: 'der', type: 'spki' })
    expect(keyed({ ...generateKeyPairSync('ed25519'), publicKey })).toBe('CERTIFICATE_MALFORMED')
  })
})

describe('toNameLine', () => {
  it('writes a name in one line, and none for nothing', () => {
    expect(toNameLine('C=US\nO=Workshop\nCN=a')).toBe('C=US, O=Workshop, CN=a')
    expect(toNameLine(undefined)).toBe('')
  })
})

describe('readIdentity', () => {
  const withoutIssuer = leafExtensions.filter(({ id }) => !id.endsWith('.57264.1.8'))
  const identityOf = (...more: TestExtension[]) =>
    readIdentity(parseCertificate(makeSigner(root, { extensions: [...withoutIssuer, ...more] }).der))

  it('C-15 takes bare claims for exactly their bytes', () => {
    expect(identityOf(claim(1, Buffer.from('https://a.example'))).issuer).toBe('https://a.example')
    expect(identityOf(claim(1, Buffer.from('\ufeffhttps://a.example'))).issuer).toBe('\ufeffhttps://a.example')
    expect(codeOf(() => identityOf(claim(1, Buffer.from([0xff, 0xfe]))))).toBe('CERTIFICATE_PROFILE')
  })

  it('lists the claims that are there, and no others', () => {
    const { claims } = identityOf(claim(1, Buffer.from('https://a.example')), claim(3, Buffer.from('abc')))
    expect(claims).toEqual({ githubWorkflowSHA: 'abc' })
  })
})

describe('findChain', () => {
  const leaf = parseCertificate(leafOf())

  it('asks for the name of the issuer beside its key', () => {
    const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const named = makeAuthority('one', { keys })
    const other = makeAuthority('other', { keys })
    const signed = parseCertificate(makeSigner(named, { extensions: leafExtensions }).der)
    expect(codeOf(() => findChain(signed, [authorityOf(named)]))).toBeNull()
    expect(codeOf(() => findChain(signed, [authorityOf(other)]))).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
  })

  it('takes an authority that does not say what its key is for, and none whose key cannot have signed', () => {
    const silent = makeAuthority('silent', { extensions: [extensions.authority()] })
    const signed = parseCertificate(makeSigner(silent, { extensions: leafExtensions }).der)
    expect(codeOf(() => findChain(signed, [authorityOf(silent)]))).toBeNull()
    const exchange = generateKeyPairSync('x25519')
    const keyed = makeSigner(root, { name: root.name, extensions: [extensions.authority()], keys: exchange })
    expect(codeOf(() => findChain(leaf, [authorityOf(keyed)]))).toBe('CERTIFICATE_UNKNOWN_AUTHORITY')
  })

  it('C-04 needs one window that has every proven time, not one for each', () => {
    const at = (text: string) => Date.parse(text)
    const [first, second] = [at('2026-02-01T00:00:00Z'), at('2026-08-01T00:00:00Z')]
    const { certificates } = authorityOf(root)
    const windows: TrustedAuthority[] = [
      { certificates, validity: { start: null, end: first } },
      { certificates, validity: { start: second, end: null } },
    ]
    const judge = (...times: number[]) =>
      codeOf(() => {
        const chain = findChain(leaf, windows, times)
        for (const time of times) assertValidAt(chain, time)
      })
    expect([judge(first), judge(second)]).toEqual([null, null])
    expect(judge(first, second)).toBe('CERTIFICATE_OUTSIDE_VALIDITY')
    windows.push({ certificates, validity: { start: null, end: null } })
    expect(judge(first, second), 'of a later window that has both').toBeNull()
  })

  it('finds the way past the leaf itself, where a trusted root lists it', () => {
    const instance = createTestInstance()
    const issued = parseCertificate(instance.issue().der)
    const listed = authorityOf({ der: Buffer.from(issued.der) }, instance.intermediate, instance.root)
    expect(findChain(issued, [listed]).certificates).toHaveLength(3)
  })
})
