import { generateKeyPairSync, hash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { extensions, makeAuthority, makeCertificate } from '#lib/testing/test-authority.ts'
import { assertUsableRoot } from './assert-usable-root.ts'
import { describeRoot } from './describe-root.ts'
import { parseTrustedRoot } from './parse-trusted-root.ts'

const mediaType = 'application/vnd.dev.sigstore.trustedroot+json;version=0.1'
const authority = makeCertificate({
  name: [
    ['O', 'Acme'],
    ['CN', 'Acme signing'],
  ],
  extensions: [extensions.authority(), extensions.keyUsage(0x04)],
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2027-01-01T00:00:00Z',
})
const authorityOf = (validFor: object) => ({
  uri: 'https://fulcio.acme.example',
  certChain: { certificates: [{ rawBytes: authority.der.toString('base64') }] },
  validFor,
})
const key = generateKeyPairSync('ec', { namedCurve: 'P-384' }).publicKey.export({ type: 'spki', format: 'der' })
const logOf = (validFor: object) => ({
  baseUrl: 'https://rekor.acme.example',
  publicKey: { rawBytes: key.toString('base64'), keyDetails: 'PKIX_ECDSA_P384_SHA_384', validFor },
  logId: { keyId: 'AAECAw==' },
})
const parse = (parts: object) => parseTrustedRoot(JSON.stringify({ mediaType, ...parts }))

describe('describeRoot', () => {
  it('gives authorities and logs with names, keys, fingerprints and windows', () => {
    const described = describeRoot(
      parse({
        certificateAuthorities: [authorityOf({ start: '2020-01-01T00:00:00Z' })],
        timestampAuthorities: [authorityOf({ end: '2026-06-01T00:00:00Z' })],
        tlogs: [logOf({ start: '2026-01-01T00:00:00Z' })],
        ctlogs: [logOf({ start: '2026-01-01T00:00:00Z', end: '2026-02-01T00:00:00Z' })],
      }),
    )
    expect(described.authorities).toMatchObject([
      {
        kind: 'certificate-authority',
        name: 'O=Acme, CN=Acme signing',
        uri: 'https://fulcio.acme.example',
        certificates: [{ key: 'ECDSA P-256', notAfter: '2027-01-01T00:00:00.000Z' }],
        // Cut to the validity of the certificate.
        validFrom: '2026-01-01T00:00:00.000Z',
        validUntil: '2027-01-01T00:00:00.000Z',
      },
      { kind: 'timestamp-authority', validUntil: '2026-06-01T00:00:00.000Z' },
    ])
    expect(described.logs).toMatchObject([
      { kind: 'log', origin: 'rekor.acme.example', logId: '00010203', key: 'ECDSA P-384', validUntil: null },
      { kind: 'certificate-log', validUntil: '2026-02-01T00:00:00.000Z' },
    ])
    expect(described.logs[0]?.fingerprint).toBe(hash('sha256', key, 'hex'))
    expect(described.logs[0]?.validFrom).toBe('2026-01-01T00:00:00.000Z')
    expect(described.notes).toEqual([])
  })

  it('tells a certificate by its names, fingerprint, key and validity', () => {
    const { authorities } = describeRoot(parse({ certificateAuthorities: [{ ...authorityOf({}), uri: undefined }] }))
    const name = 'O=Acme, CN=Acme signing'
    expect(authorities).toEqual([
      {
        kind: 'certificate-authority',
        name,
        uri: null,
        certificates: [
          {
            subject: name,
            issuer: name,
            fingerprint: hash('sha256', authority.der, 'hex'),
            key: 'ECDSA P-256',
            notBefore: '2026-01-01T00:00:00.000Z',
            notAfter: '2027-01-01T00:00:00.000Z',
          },
        ],
        validFrom: '2026-01-01T00:00:00.000Z',
        validUntil: '2027-01-01T00:00:00.000Z',
      },
    ])
  })

  it('cuts the window of an authority to where all of its certificates are valid', () => {
    const later = { notBefore: '2026-03-01T00:00:00Z', notAfter: '2026-09-01T00:00:00Z' }
    const lower = makeAuthority('lower', later)
    const certificates = [lower, authority].map(({ der }) => ({ rawBytes: der.toString('base64') }))
    const windowOf = (validFor: object) =>
      describeRoot(parse({ certificateAuthorities: [{ certChain: { certificates }, validFor }] })).authorities[0]
    expect(windowOf({})).toMatchObject({
      validFrom: '2026-03-01T00:00:00.000Z',
      validUntil: '2026-09-01T00:00:00.000Z',
    })
    expect(windowOf({ start: '2026-04-01T00:00:00Z', end: '2026-05-01T00:00:00Z' })).toMatchObject({
      validFrom: '2026-04-01T00:00:00.000Z',
      validUntil: '2026-05-01T00:00:00.000Z',
    })
  })

  it.each([
    ['ECDSA P-256', () => generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['ECDSA P-521', () => generateKeyPairSync('ec', { namedCurve: 'P-521' })],
    ['ECDSA secp256k1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
    ['RSA 2048', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['Ed25519', () => generateKeyPairSync('ed25519')],
    ['ed448', () => generateKeyPairSync('ed448')],
  ])('names a key by its kind: %s', (expected, generate) => {
    const rawBytes = generate().publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    const publicKey = { rawBytes, validFor: { start: '2026-01-01T00:00:00Z' } }
    const { logs } = describeRoot(parse({ tlogs: [{ ...logOf({}), publicKey }] }))
    expect(logs[0]?.key).toBe(expected)
  })
})

describe('assertUsableRoot', () => {
  const now = Date.parse('2026-11-01T00:00:00Z')
  const codeOf = (parts: object): string => {
    try {
      assertUsableRoot(parse(parts), now)
      return 'usable'
    } catch (error) {
      return isAppError(error) ? error.code : String(error)
    }
  }
  const over = { start: '2026-01-01T00:00:00Z', end: '2026-10-31T23:59:59Z' }
  const open = { start: '2026-01-01T00:00:00Z' }

  it.each([
    ['U-10 nobody', {}, 'TRUST_ROOT_EMPTY'],
    ['authorities that are all over', { certificateAuthorities: [authorityOf(over)] }, 'TRUST_ROOT_EXPIRED'],
    [
      'authorities that are over beside a log that is not: nobody can be issued a certificate any more',
      { certificateAuthorities: [authorityOf(over)], tlogs: [logOf(open)] },
      'TRUST_ROOT_EXPIRED',
    ],
    ['one authority that is left', { certificateAuthorities: [authorityOf(over), authorityOf(open)] }, 'usable'],
    ['an authority to come', { timestampAuthorities: [authorityOf({ start: '2026-12-01T00:00:00Z' })] }, 'usable'],
    ['a log alone', { tlogs: [logOf(open)] }, 'usable'],
    ['a time-stamp authority alone', { timestampAuthorities: [authorityOf(open)] }, 'usable'],
    ['time-stamp authorities that are all over', { timestampAuthorities: [authorityOf(over)] }, 'TRUST_ROOT_EXPIRED'],
    ['a log of certificates alone', { ctlogs: [logOf(open)] }, 'usable'],
    ['logs of certificates that are all over', { ctlogs: [logOf(over)] }, 'TRUST_ROOT_EXPIRED'],
    ['one log that is left', { tlogs: [logOf(over)], ctlogs: [logOf(open)] }, 'usable'],
    ['an authority whose window has no beginning', { certificateAuthorities: [authorityOf({})] }, 'usable'],
    ['logs that are all over', { tlogs: [logOf(over)] }, 'TRUST_ROOT_EXPIRED'],
    ['the last moment of a window', { tlogs: [logOf({ ...open, end: '2026-11-01T00:00:00Z' })] }, 'usable'],
  ])('judges %s', (_, parts, expected) => {
    expect(codeOf(parts)).toBe(expected)
  })

  it('says when the last of its windows ended', () => {
    const root = parse({ tlogs: [logOf(over), logOf({ ...over, end: '2026-05-01T00:00:00Z' })] })
    const endedAt = '2026-10-31T23:59:59.000Z'
    expect(() => assertUsableRoot(root, now)).toThrow(expect.objectContaining({ context: { endedAt } }))
  })

  it('counts an authority as over when its certificate is', () => {
    const root = parse({ certificateAuthorities: [authorityOf(open)] })
    expect(() => assertUsableRoot(root, Date.parse('2027-01-02T00:00:00Z'))).toThrow(/2027-01-01/)
  })
})
