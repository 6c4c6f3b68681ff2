import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { cbor, type NotaryMade, toNotaryCose, toNotaryJws } from '#lib/testing/notary-evidence.ts'
import { makeAuthority, makeSigner } from '#lib/testing/test-authority.ts'
import type { NotarySignature } from './notary-signature.ts'
import { parseNotaryCose } from './parse-cose.ts'
import { parseNotaryJws } from './parse-jws.ts'

const root = makeAuthority()
const signer = makeSigner(root)
const made: NotaryMade = { signer, chain: [root], expiry: '2026-12-01T00:00:00Z', stamp: () => Buffer.from('stamp') }

const toBytes = (jws: unknown): Buffer => Buffer.from(JSON.stringify(jws))
const codeOf = (read: () => unknown): string | null => {
  try {
    read()
    return null
  } catch (error) {
    if (error instanceof EvidenceError) return error.code
    throw error
  }
}
const summarise = ({ signed, signature, payload, certificates, timestamp, ...rest }: NotarySignature) => ({
  ...rest,
  payload: Buffer.from(payload).toString(),
  certificates: certificates.map((der) => Buffer.from(der).equals(signer.der)),
  timestamp: timestamp === null ? null : Buffer.from(timestamp).toString(),
})

describe('Notary Project envelopes', () => {
  it('say the same in both forms', () => {
    const jws = summarise(parseNotaryJws(toBytes(toNotaryJws(made))))
    expect(jws).toMatchObject({
      algorithm: 'ES256',
      scheme: 'notary.x509',
      signingTime: Date.parse('2026-05-01T00:00:00Z'),
      expiry: Date.parse('2026-12-01T00:00:00Z'),
      certificates: [true, false],
      timestamp: 'stamp',
      plugin: null,
    })
    expect(summarise(parseNotaryCose(toNotaryCose(made)))).toEqual(jws)
  })

  const scheme = 'io.cncf.notary.signingScheme'
  const signingTime = 'io.cncf.notary.signingTime'
  const authentic = 'io.cncf.notary.authenticSigningTime'
  const expiry = 'io.cncf.notary.expiry'
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
    ['an unknown scheme', { [scheme]: 'x' }],
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

  it('may have headers of the signer that are not critical', () => {
    const jws = toNotaryJws({ ...made, head: (head) => void Object.assign(head, { 'com.example.build': 42 }) })
    expect(codeOf(() => parseNotaryJws(toBytes(jws)))).toBeNull()
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

  const { bytes, integer, list, map, tag, text } = cbor
  type Pair = readonly [Uint8Array, Uint8Array]
  const plainHead: readonly Pair[] = [
    [integer(1), integer(-7)],
    [integer(2), list(text(scheme))],
    [integer(3), text('application/vnd.cncf.notary.payload.v1+json')],
    [text(scheme), text('notary.x509')],
    [text(signingTime), tag(1, integer(1_780_000_000))],
  ]
  const chain = [integer(33), list(bytes(signer.der))] as const
  const toCose = (head: readonly Pair[], unprotected: readonly Pair[] = [chain]) =>
    tag(18, list(bytes(map(...head)), map(...unprotected), bytes(Buffer.from('{}')), bytes(Buffer.from('s'))))
  const replace = (at: number, pair: Pair | null): readonly Pair[] =>
    plainHead.flatMap((one, index) => (index !== at ? [one] : pair === null ? [] : [pair]))

  it('may have the certificates in either header of a COSE_Sign1, and one alone without a list', () => {
    expect(codeOf(() => parseNotaryCose(toCose(plainHead)))).toBeNull()
    expect(codeOf(() => parseNotaryCose(toCose([...plainHead, chain], [])))).toBeNull()
    expect(codeOf(() => parseNotaryCose(toCose(plainHead, [[integer(33), bytes(signer.der)]])))).toBeNull()
    expect(codeOf(() => parseNotaryCose(toCose([...plainHead, [text('com.example'), text('a')]])))).toBeNull()
  })

  it('name the plugin that the signer asks for, in either form', () => {
    const plugin = 'io.cncf.notary.verificationPlugin'
    const ask = (name: Uint8Array) =>
      toCose([...replace(1, [integer(2), list(text(scheme), text(plugin))]), [text(plugin), name]])
    expect(parseNotaryCose(ask(text('com.example.plugin'))).plugin).toBe('com.example.plugin')
    for (const name of [text(' '), integer(1), bytes(Buffer.from('x'))]) {
      expect(codeOf(() => parseNotaryCose(ask(name)))).toBe('NOTARY_MALFORMED')
    }
  })

  it('sign their header and payload in the shortest form, whatever their length', () => {
    for (const length of [0, 23, 24, 255, 256, 65_535, 65_536]) {
      const payload = Buffer.alloc(length, 'a')
      const head = map(...plainHead)
      const envelope = tag(18, list(bytes(head), map(chain), bytes(payload), bytes(Buffer.from('s'))))
      const signed = list(text('Signature1'), bytes(head), bytes(new Uint8Array()), bytes(payload))
      expect(Buffer.from(parseNotaryCose(envelope).signed).equals(signed), String(length)).toBe(true)
    }
  })

  it('may have ten certificates, and no more', () => {
    const chainOf = (count: number) => [integer(33), list(...Array<Uint8Array>(count).fill(bytes(signer.der)))] as const
    expect(codeOf(() => parseNotaryCose(toCose(plainHead, [chainOf(10)])))).toBeNull()
    expect(codeOf(() => parseNotaryCose(toCose(plainHead, [chainOf(11)])))).toBe('NOTARY_MALFORMED')
    expect(codeOf(() => parseNotaryCose(toCose(plainHead, [chainOf(0)])))).toBe('NOTARY_MALFORMED')
    const x5c = (count: number) => ({ ...toNotaryJws(made), header: { x5c: Array<string>(count).fill('AAAA') } })
    expect(codeOf(() => parseNotaryJws(toBytes(x5c(10))))).toBeNull()
    expect(codeOf(() => parseNotaryJws(toBytes(x5c(11))))).toBe('NOTARY_MALFORMED')
  })

  it.each<[string, Uint8Array]>([
    ['its certificates twice', toCose([...plainHead, chain])],
    ['no certificates', toCose(plainHead, [])],
    ['certificates that are no bytes', toCose(plainHead, [[integer(33), text('a')]])],
    ['no algorithm', toCose(replace(0, null))],
    ['an algorithm that is text', toCose(replace(0, [integer(1), text('ES256')]))],
    ['an unknown algorithm', toCose(replace(0, [integer(1), integer(-8)]))],
    ['no critical header', toCose(replace(1, null))],
    ['an unknown critical header', toCose(replace(1, [integer(2), list(text(scheme), text('x'))]))],
    ['a critical header that is a number', toCose(replace(1, [integer(2), list(text(scheme), integer(33))]))],
    ['another content type', toCose(replace(2, [integer(3), text('text/plain')]))],
    ['an unknown scheme', toCose(replace(3, [text(scheme), text('x')]))],
    ['a time without its tag', toCose(replace(4, [text(signingTime), integer(1)]))],
    ['a time before all time', toCose(replace(4, [text(signingTime), tag(1, integer(-1))]))],
    [
      'the time of another scheme',
      toCose([
        ...replace(1, [integer(2), list(text(scheme), text(authentic))]),
        [text(authentic), tag(1, integer(1))] as const,
      ]),
    ],
    ['a label that is not known', toCose([...plainHead, [integer(4), bytes(Buffer.from('key'))]])],
    ['an expiry that is not critical', toCose([...plainHead, [text('io.cncf.notary.expiry'), tag(1, integer(9))]])],
    ['three parts', tag(18, list(bytes(map(...plainHead)), map(chain), bytes(Buffer.from('{}'))))],
    ['another tag', tag(98, list())],
    [
      'the tag of several signatures',
      tag(98, list(bytes(map(...plainHead)), map(chain), bytes(Buffer.from('{}')), bytes(Buffer.from('s')))),
    ],
    ['no tag', list(bytes(map(...plainHead)), map(chain), bytes(Buffer.from('{}')), bytes(Buffer.from('s')))],
    [
      'a critical header that is not there',
      toCose(replace(1, [integer(2), list(text(scheme), text('io.cncf.notary.expiry'))])),
    ],
    ['something behind it', Buffer.concat([toCose(plainHead), Buffer.from([0])])],
  ])('are refused as a COSE_Sign1 with %s', (_, envelope) => {
    expect(codeOf(() => parseNotaryCose(envelope))).toBe('NOTARY_MALFORMED')
  })

  it('B throw nothing but evidence, whatever the bytes', () => {
    const cose = toNotaryCose(made)
    const jws = toBytes(toNotaryJws(made))
    const flip = (from: Buffer) =>
      fc.record({ at: fc.nat(from.byteLength - 1), to: fc.nat(255) }).map(({ at, to }) => {
        const changed = Buffer.from(from)
        changed[at] = to
        return changed
      })
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 200 }), flip(cose), flip(jws)), (envelope) => {
        codeOf(() => parseNotaryCose(envelope))
        codeOf(() => parseNotaryJws(envelope))
      }),
      { numRuns: 2_000 },
    )
    for (const text of ['', '{}', 'null', '[]', '{"payload":1}']) {
      expect(codeOf(() => parseNotaryJws(Buffer.from(text)))).toBe('NOTARY_MALFORMED')
    }
    for (const text of ['', 'd2', 'd284', 'a0', '8440a04040', 'd28440a04040', 'd28341a0a040']) {
      expect(codeOf(() => parseNotaryCose(Buffer.from(text, 'hex')))).toBe('NOTARY_MALFORMED')
    }
  })
})
