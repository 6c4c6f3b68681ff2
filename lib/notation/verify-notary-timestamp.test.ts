import { describe, expect, it } from 'vitest'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { codeOf } from '#lib/testing/code-of.ts'
import {
  extensions,
  makeAuthority,
  makeCertificate,
  makeStamper,
  makeTimestampToken,
  purposeIds,
  type TestCertificate,
} from '#lib/testing/test-authority.ts'
import { verifyNotaryTimestamp } from './verify-notary-timestamp.ts'

const root = makeAuthority('time root')
const stamper = makeStamper(root)
const signature = Buffer.from('a signature')
const at = '2026-05-01T00:00:00Z'
const atMs = Date.parse(at)

const stamp = (by = stamper, more: Partial<Parameters<typeof makeTimestampToken>[1]> = {}): Buffer =>
  makeTimestampToken(by, { data: signature, at, ...more })
const verify = (token: Uint8Array, ...anchors: readonly TestCertificate[]) =>
  verifyNotaryTimestamp(
    token,
    signature,
    anchors.map(({ der }) => parseCertificate(der)),
  )
const pathOf = (token: Uint8Array, ...anchors: readonly TestCertificate[]) =>
  verify(token, ...anchors).path.map(({ der }) => Buffer.from(der).toString('hex'))
const hexOf = (...certificates: readonly TestCertificate[]) => certificates.map(({ der }) => der.toString('hex'))

describe('the time stamp of a Notary Project signature', () => {
  it('says when the signature was there, as exactly as its authority does', () => {
    expect(verify(stamp(), root)).toMatchObject({ atMs, earliestMs: atMs, latestMs: atMs })
    const wide = verify(stamp(stamper, { accuracy: 60 }), root)
    expect(wide).toMatchObject({ atMs, earliestMs: atMs - 60_000, latestMs: atMs + 60_000 })
  })

  it('leads from the certificate that it names to a trusted one, over those that it brings', () => {
    const middle = makeAuthority('time middle', {}, root)
    const by = makeStamper(middle)
    expect(pathOf(stamp(), root)).toEqual(hexOf(stamper, root))
    expect(pathOf(stamp(by, { certificates: [root, middle, by] }), root)).toEqual(hexOf(by, middle, root))
    expect(pathOf(stamp(by), middle)).toEqual(hexOf(by, middle))
    expect(codeOf(() => verify(stamp(by), root))).toBe('TIMESTAMP_UNKNOWN_AUTHORITY')
  })

  it('may leave its certificate out where that one is trusted by itself', () => {
    const alone = makeCertificate({
      name: [['CN', 'time']],
      extensions: [extensions.keyUsage(0x80), extensions.purposes([purposeIds.timeStamping], true)],
    })
    expect(pathOf(stamp(alone, { certificates: [] }), root, alone)).toEqual(hexOf(alone))
  })

  it('C-22 is by nobody known where its certificate leads to none that is trusted, or is not there', () => {
    for (const [token, ...anchors] of [
      [stamp()],
      [stamp(), makeAuthority('time root')],
      [stamp(stamper, { certificates: [] }), root],
      [stamp(stamper, { certificates: [makeStamper(root)] }), root],
    ] as const) {
      expect(codeOf(() => verify(token, ...anchors))).toBe('TIMESTAMP_UNKNOWN_AUTHORITY')
    }
  })

  it('brings ten certificates, and those after them are not looked at', () => {
    const others = Array.from({ length: 10 }, () => makeStamper(root))
    const verified = (count: number) => stamp(stamper, { certificates: [...others.slice(0, count), stamper] })
    expect(codeOf(() => verify(verified(9), root))).toBeNull()
    expect(codeOf(() => verify(verified(10), root))).toBe('TIMESTAMP_UNKNOWN_AUTHORITY')
  })

  const old = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2026-04-30T23:59:59Z' }
  const general = [extensions.keyUsage(0x80), extensions.purposes([purposeIds.timeStamping])]
  const limited = makeAuthority(
    'limited',
    { extensions: [extensions.authority(), extensions.keyUsage(0x06), extensions.purposes([purposeIds.codeSigning])] },
    root,
  )
  const ofLimited = makeStamper(limited)
  it.each<[string, string, Uint8Array]>([
    ['TIMESTAMP_INVALID', 'over another signature', stamp(stamper, { data: Buffer.from('other') })],
    ['TIMESTAMP_INVALID', 'no token', Buffer.from('token')],
    ['TIMESTAMP_INVALID', 'one that names its certificate by SHA-1', stamp(stamper, { naming: 'sha1' })],
    [
      'TIMESTAMP_INVALID',
      'by a certificate for more than time stamps',
      stamp(makeStamper(root, { extensions: general })),
    ],
    ['TIMESTAMP_INVALID', 'by another key', stamp({ ...stamper, privateKey: makeStamper(root).privateKey })],
    ['CERTIFICATE_OUTSIDE_VALIDITY', 'made when its certificate had ended', stamp(makeStamper(root, old))],
    [
      'CERTIFICATE_PROFILE',
      'under an authority that is limited to other purposes',
      stamp(ofLimited, { certificates: [ofLimited, limited] }),
    ],
  ])('T is refused with %s when it is %s', (code, _, token) => {
    expect(codeOf(() => verify(token, root))).toBe(code)
  })
})
