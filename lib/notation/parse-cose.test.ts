import { describe, expect, it } from 'vitest'
import { codeOf } from '#lib/testing/code-of.ts'
import { cbor } from '#lib/testing/notary-evidence.ts'
import { makeAuthority, makeSigner } from '#lib/testing/test-authority.ts'
import { parseNotaryCose } from './parse-cose.ts'

const signer = makeSigner(makeAuthority())

describe('Notary Project signatures as COSE', () => {
  const scheme = 'io.cncf.notary.signingScheme'
  const signingTime = 'io.cncf.notary.signingTime'
  const authentic = 'io.cncf.notary.authenticSigningTime'
  const expiry = 'io.cncf.notary.expiry'
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
  const timestamp = 'io.cncf.notary.timestampSignature'
  const expires = [text(expiry), tag(1, integer(1_790_000_000))] as const
  const toCose = (
    head: readonly Pair[],
    unprotected: readonly Pair[] = [chain],
    payload = bytes(Buffer.from('{}')),
    signature = bytes(Buffer.from('s')),
  ) => tag(18, list(bytes(map(...head)), map(...unprotected), payload, signature))
  const envelopeOf = (head: Uint8Array, unprotected: Uint8Array, ...more: readonly Uint8Array[]) =>
    tag(18, list(head, unprotected, bytes(Buffer.from('{}')), bytes(Buffer.from('s')), ...more))
  const replace = (at: number, pair: Pair | null): readonly Pair[] =>
    plainHead.flatMap((one, index) => (index !== at ? [one] : pair === null ? [] : [pair]))

  it('may have the certificates in either header of a COSE_Sign1, and one alone without a list', () => {
    expect(codeOf(() => parseNotaryCose(toCose(plainHead)))).toBeNull()
    expect(codeOf(() => parseNotaryCose(toCose([...plainHead, chain], [])))).toBeNull()
    expect(codeOf(() => parseNotaryCose(toCose(plainHead, [[integer(33), bytes(signer.der)]])))).toBeNull()
    expect(codeOf(() => parseNotaryCose(toCose([...plainHead, [text('com.example'), text('a')]])))).toBeNull()
    const born = toCose(replace(4, [text(signingTime), tag(1, integer(0))]))
    expect(parseNotaryCose(born).signingTime).toBe(0)
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
  })

  it.each<[string, Uint8Array]>([
    ['its certificates twice', toCose([...plainHead, chain])],
    ['no certificates', toCose(plainHead, [])],
    ['certificates that are no bytes', toCose(plainHead, [[integer(33), text('a')]])],
    ['no algorithm', toCose(replace(0, null))],
    ['an algorithm that is text', toCose(replace(0, [integer(1), text('ES256')]))],
    ['an unknown algorithm', toCose(replace(0, [integer(1), integer(-8)]))],
    ['no critical header', toCose(replace(1, null))],
    ['critical headers that are no list', toCose(replace(1, [integer(2), text(scheme)]))],
    ['critical headers without the scheme', toCose([...replace(1, [integer(2), list(text(expiry))]), expires])],
    ['an unknown critical header', toCose(replace(1, [integer(2), list(text(scheme), text('x'))]))],
    ['a critical header that is a number', toCose(replace(1, [integer(2), list(text(scheme), integer(33))]))],
    ['no content type', toCose(replace(2, null))],
    ['another content type', toCose(replace(2, [integer(3), text('text/plain')]))],
    ['an unknown scheme', toCose(replace(3, [text(scheme), text('x')]))],
    ['a time without its tag', toCose(replace(4, [text(signingTime), integer(1)]))],
    ['a time with another tag', toCose(replace(4, [text(signingTime), tag(18, integer(1))]))],
    ['a time that is text', toCose(replace(4, [text(signingTime), tag(1, text('1'))]))],
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
    ['a protected header that is a list', envelopeOf(bytes(list()), map(chain))],
    ['a protected header that is no bytes', envelopeOf(map(...plainHead), map(chain))],
    ['an unprotected header that is a list', envelopeOf(bytes(map(...plainHead, chain)), list())],
    ['a payload that is text', toCose(plainHead, [chain], text('{}'))],
    ['a signature that is text', toCose(plainHead, [chain], undefined, text('s'))],
    ['a time stamp that is text', toCose(plainHead, [chain, [text(timestamp), text('s')]])],
    ['five parts', envelopeOf(bytes(map(...plainHead)), map(chain), bytes(Buffer.from('more')))],
    ['a map for its parts', tag(18, map([integer(0), integer(1)]))],
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
})
