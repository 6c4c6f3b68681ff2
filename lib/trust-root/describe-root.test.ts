import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { extensions, makeCertificate } from '#lib/testing/test-authority.ts'
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
    expect(described.logs[0]?.fingerprint).toMatch(/^[0-9a-f]{64}$/)
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
    ['logs that are all over', { tlogs: [logOf(over)] }, 'TRUST_ROOT_EXPIRED'],
    ['the last moment of a window', { tlogs: [logOf({ ...open, end: '2026-11-01T00:00:00Z' })] }, 'usable'],
  ])('judges %s', (_, parts, expected) => {
    expect(codeOf(parts)).toBe(expected)
  })

  it('counts an authority as over when its certificate is', () => {
    const root = parse({ certificateAuthorities: [authorityOf(open)] })
    expect(() => assertUsableRoot(root, Date.parse('2027-01-02T00:00:00Z'))).toThrow(/2027-01-01/)
  })
})
