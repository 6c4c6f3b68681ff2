import { describe, expect, it } from 'vitest'
import { codeOf } from '#lib/testing/code-of.ts'
import { type NotaryMade, toNotaryJws } from '#lib/testing/notary-evidence.ts'
import { makeAuthority, makeSigner } from '#lib/testing/test-authority.ts'
import { parseNotaryJws } from './parse-jws.ts'

const root = makeAuthority()
const signer = makeSigner(root)
const made: NotaryMade = { signer, chain: [root], expiry: '2026-12-01T00:00:00Z', stamp: () => Buffer.from('stamp') }

const toBytes = (jws: unknown): Buffer => Buffer.from(JSON.stringify(jws))

describe('Notary Project signatures as JWS', () => {
  it('sign their protected header and payload as they are written', () => {
    const jws = toNotaryJws(made)
    expect(Buffer.from(parseNotaryJws(toBytes(jws)).signed).toString()).toBe(`${jws.protected}.${jws.payload}`)
  })

  const scheme = 'io.cncf.notary.signingScheme'
  const signingTime = 'io.cncf.notary.signingTime'
  const authentic = 'io.cncf.notary.authenticSigningTime'
  const expiry = 'io.cncf.notary.expiry'
  const authority = 'notary.x509.signingAuthority'
  const at = '2026-05-01T00:00:00Z'
  const ofAuthority = { [signingTime]: undefined, [authentic]: at, crit: [scheme, authentic] }
  it.each<[string, Record<string, unknown>]>([
    ['no algorithm', { alg: 'none' }],
    ['a symmetric algorithm', { alg: 'HS256' }],
    ['RSA without PSS', { alg: 'RS256' }],
    ['another content type', { cty: 'text/plain' }],
    ['a key of its own', { jwk: {} }],
    ['a key to be fetched', { jku: 'https://example.com' }],
    ['a payload that is not encoded', { b64: false }],
    ['an unknown critical header', { crit: [scheme, 'x'], x: 1 }],
    ['a critical header that is not there', { crit: [scheme, authentic] }],
    ['a critical header of JOSE', { crit: [scheme, 'alg'] }],
    ['no critical header', { crit: [] }],
    ['critical headers that are no list', { crit: scheme }],
    ['critical headers without the scheme', { crit: [expiry], [expiry]: '2026-12-01T00:00:00Z' }],
    ['an unknown scheme', { [scheme]: 'x' }],
    ['an unknown scheme and the time of a signing authority', { [scheme]: 'x', ...ofAuthority }],
    ['the time of the signer beside that of an authority', { [scheme]: authority, ...ofAuthority, [signingTime]: at }],
    ['no time of the authority', { [scheme]: authority, [signingTime]: undefined }],
    ['nesting without end', { x: JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) }],
    ['an expiry that is not critical', { crit: [scheme], [expiry]: '2026-12-01T00:00:00Z' }],
    ['a plugin that is not critical', { 'io.cncf.notary.verificationPlugin': 'x' }],
    ['a time that is none', { [signingTime]: 'now' }],
    ['no time', { [signingTime]: undefined }],
    ['the time of another scheme', { [authentic]: '2026-05-01T00:00:00Z', crit: [scheme, authentic] }],
    ['an expiry that is none', { crit: [scheme, expiry], [expiry]: 1 }],
  ])('are refused with a protected header that has %s', (_, changes) => {
    const base: NotaryMade = { signer, chain: [root] }
    const jws = toNotaryJws({ ...base, head: (head) => void Object.assign(head, changes) })
    expect(codeOf(() => parseNotaryJws(toBytes(jws)))).toBe('NOTARY_MALFORMED')
    expect(codeOf(() => parseNotaryJws(toBytes(toNotaryJws(base))))).toBeNull()
  })

  it.each(['jku', 'jwk', 'kid', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'typ', 'b64', 'zip', 'enc'])(
    'are refused with the header %s, which is for other uses of JOSE',
    (name) => {
      const jws = toNotaryJws({ ...made, head: (head) => void Object.assign(head, { [name]: 'JOSE' }) })
      expect(codeOf(() => parseNotaryJws(toBytes(jws)))).toBe('NOTARY_MALFORMED')
    },
  )

  it('may have headers of the signer that are not critical', () => {
    const own = { 'com.example.build': 42, 'com.example.deep': JSON.parse(`${'['.repeat(99)}${']'.repeat(99)}`) }
    const jws = toNotaryJws({ ...made, head: (head) => void Object.assign(head, own) })
    expect(codeOf(() => parseNotaryJws(toBytes(jws)))).toBeNull()
  })

  const timed = (time: unknown) =>
    toBytes(toNotaryJws({ ...made, head: (head) => void Object.assign(head, { [signingTime]: time }) }))
  it.each([
    ['2026-05-01T00:00:00Z', '2026-05-01T00:00:00.000Z'],
    ['2026-05-01T00:00:00.25Z', '2026-05-01T00:00:00.250Z'],
    ['2026-05-01T00:00:00.123456789Z', '2026-05-01T00:00:00.123Z'],
    ['2026-05-01T00:00:00+02:30', '2026-04-30T21:30:00.000Z'],
    ['2026-05-01T00:00:00.5-02:30', '2026-05-01T02:30:00.500Z'],
    ['2028-02-29T23:59:59Z', '2028-02-29T23:59:59.000Z'],
  ])('state the time %s', (written, read) => {
    expect(new Date(parseNotaryJws(timed(written)).signingTime).toISOString()).toBe(read)
  })

  it.each([
    '2026-05-01',
    '2026-05-01T00:00Z',
    '2026-05-01T00:00:00',
    '2026-05-01 00:00:00Z',
    ' 2026-05-01T00:00:00Z',
    '2026-05-01T00:00:00Z ',
    '2026-05-01T00:00:00.Z',
    '2026-05-01T00:00:00+0230',
    '2026-05-01T00:00:00~02:30',
    '2026-05-01T00:00:00+24:00',
    '2026-02-30T00:00:00Z',
    '2026-05-01T24:00:00Z',
    '2026-13-01T00:00:00Z',
    ['2026-05-01T00:00:00Z'],
    1_777_593_600,
    null,
  ])('state no time by %j', (written) => {
    expect(codeOf(() => parseNotaryJws(timed(written)))).toBe('NOTARY_MALFORMED')
  })

  it('name the plugin that the signer asks for', () => {
    const plugin = 'io.cncf.notary.verificationPlugin'
    const ask = (name: unknown) =>
      toBytes(
        toNotaryJws({
          ...made,
          head: (head) => void Object.assign(head, { [plugin]: name, crit: [...(head.crit as string[]), plugin] }),
        }),
      )
    expect(parseNotaryJws(ask('com.example.plugin')).plugin).toBe('com.example.plugin')
    expect(codeOf(() => parseNotaryJws(ask(' ')))).toBe('NOTARY_MALFORMED')
    expect(codeOf(() => parseNotaryJws(ask(7)))).toBe('NOTARY_MALFORMED')
  })

  it.each<[string, Record<string, unknown>]>([
    ['an unknown member', { signatures: [] }],
    ['no header', { header: undefined }],
    ['an unknown header', { header: { x5c: ['AAAA'], kid: 'a' } }],
    ['no certificates', { header: { x5c: [] } }],
    ['a certificate alone', { header: { x5c: 'AAAA' } }],
    ['a certificate that is no text', { header: { x5c: [1] } }],
    ['a certificate in the other alphabet', { header: { x5c: ['-_-_'] } }],
    ['a time stamp that is empty', { header: { x5c: ['AAAA'], 'io.cncf.notary.timestampSignature': '' } }],
    ['too many certificates', { header: { x5c: Array.from({ length: 11 }, () => 'AAAA') } }],
    ['an empty signature', { signature: '' }],
    ['a signature with padding', { signature: 'QUJDRA==' }],
    ['a signature in the other alphabet', { signature: '+/+/' }],
    ['a payload that is no text', { payload: 1 }],
    ['a protected header that is not JSON', { protected: 'AAAA' }],
    ['a protected header that is null', { protected: Buffer.from('null').toString('base64url') }],
    ['a protected header that is a list', { protected: Buffer.from('[]').toString('base64url') }],
    ['a member twice', { protected: Buffer.from('{"alg":"ES256","alg":"ES256"}').toString('base64url') }],
  ])('are refused as a JWS with %s', (_, changes) => {
    expect(codeOf(() => parseNotaryJws(toBytes({ ...toNotaryJws(made), ...changes })))).toBe('NOTARY_MALFORMED')
  })

  it('may have ten certificates, and no more', () => {
    const x5c = (count: number) => ({ ...toNotaryJws(made), header: { x5c: Array<string>(count).fill('AAAA') } })
    expect(codeOf(() => parseNotaryJws(toBytes(x5c(10))))).toBeNull()
    expect(codeOf(() => parseNotaryJws(toBytes(x5c(11))))).toBe('NOTARY_MALFORMED')
  })
})
