import { describe, expect, it } from 'vitest'
import { codeOf } from '#lib/testing/code-of.ts'
import {
  assertInTotoPayload,
  assertSigned,
  inTotoPayloadType,
  parseEnvelope,
  toPreAuthEncoding,
  toPreAuthPieces,
} from './envelope.ts'

const sig = Buffer.from('signature').toString('base64')
const envelope = { payload: 'e30=', payloadType: inTotoPayloadType, signatures: [{ sig, keyid: 'a' }] }
const read = (changes: object = {}) => parseEnvelope({ ...envelope, ...changes })
const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString()

describe('a DSSE envelope', () => {
  it('is its payload, its type and its signatures', () => {
    expect(read()).toEqual({
      payloadType: inTotoPayloadType,
      payload: new Uint8Array(Buffer.from('{}')),
      signatures: [{ signature: new Uint8Array(Buffer.from('signature')), keyId: 'a' }],
    })
  })

  it('may be without signatures, and may have been decoded already', () => {
    const payload = new Uint8Array([1, 2, 3])
    expect(read({ payload, signatures: [] })).toEqual({ payloadType: inTotoPayloadType, payload, signatures: [] })
    expect(read({ payload }).payload).toBe(payload)
  })

  it.each([{}, { keyid: null }, { keyid: '' }])('names no key by the hint %j', (hint) => {
    expect(read({ signatures: [{ sig, ...hint }] }).signatures[0]?.keyId).toBeNull()
  })

  it.each(['-_-_', '+/+/'])('A-05 is read in both alphabets of base64: %s', (payload) => {
    expect(Buffer.from(read({ payload }).payload).toString('hex')).toBe('fbffbf')
  })

  it.each([
    ['no object', null],
    ['a list', [envelope]],
    ['text', 'e30='],
    ['with a member that is not known', { ...envelope, extra: 1 }],
    ['without a type', { ...envelope, payloadType: undefined }],
    ['of an empty type', { ...envelope, payloadType: '' }],
    ['of a type that is no text', { ...envelope, payloadType: [inTotoPayloadType] }],
    ['without a payload', { ...envelope, payload: undefined }],
    ['with a payload that is no text', { ...envelope, payload: { 0: 1 } }],
    ['without signatures', { ...envelope, signatures: undefined }],
    ['with signatures that are no list', { ...envelope, signatures: { sig } }],
    ['with a signature that is nothing', { ...envelope, signatures: [null] }],
    ['with a signature that is text', { ...envelope, signatures: [sig] }],
    ['with a signature with a member that is not known', { ...envelope, signatures: [{ sig, cert: 'c' }] }],
    ['with a signature without bytes', { ...envelope, signatures: [{ keyid: 'a' }] }],
    ['with a signature that is a number', { ...envelope, signatures: [{ sig: 7 }] }],
    ['with a hint that is no text', { ...envelope, signatures: [{ sig, keyid: 7 }] }],
  ])('is refused as %s', (_, value) => {
    expect(codeOf(() => parseEnvelope(value))).toBe('PAYLOAD_MALFORMED')
  })

  it.each([
    ['payload', { payload: 'e30!' }],
    ['signature', { signatures: [{ sig: 'a' }] }],
  ])('is refused when its %s is no base64, whose reason is told', (what, changes) => {
    expect(codeOf(() => read(changes))).toBe('SIGNATURE_ENCODING')
    expect(() => read(changes)).toThrow(new RegExp(`^The ${what} of .*: its? (?:is not|base64 is cut)`))
  })

  it('L-06 has 32 signatures at most', () => {
    const many = (length: number) => ({ signatures: Array.from({ length }, () => ({ sig })) })
    expect(read(many(32)).signatures).toHaveLength(32)
    expect(codeOf(() => read(many(33)))).toBe('EVIDENCE_TOO_LARGE')
  })
})

describe('what a DSSE signature covers', () => {
  const bytes = (payloadType: string, payload: string) => ({
    payloadType,
    payload: new Uint8Array(Buffer.from(payload)),
    signatures: [],
  })

  it('is what the specification gives as its example', () => {
    const example = bytes('http://example.com/HelloWorld', 'hello world')
    expect(textOf(toPreAuthEncoding(example))).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
  })

  it('A-06 has lengths in bytes, so that no type runs into its payload', () => {
    expect(textOf(toPreAuthEncoding(bytes('tÿpe', 'é')))).toBe('DSSEv1 5 tÿpe 2 é')
    expect(textOf(toPreAuthEncoding(bytes('a 1 b', 'c')))).not.toBe(textOf(toPreAuthEncoding(bytes('a', 'b 1 c'))))
  })

  it('is the same in two pieces, the second of which is the payload itself', () => {
    const example = bytes('t', 'hello')
    const [head, payload] = toPreAuthPieces(example)
    expect(payload).toBe(example.payload)
    expect(textOf(head)).toBe('DSSEv1 1 t 5 ')
  })
})

describe('an envelope’s payload', () => {
  it('is an in-toto statement by exactly its type', () => {
    expect(codeOf(() => assertInTotoPayload(read()))).toBeNull()
  })

  it.each(['text/plain', 'application/json', `${inTotoPayloadType}; charset=utf-8`, inTotoPayloadType.toUpperCase()])(
    'A-02 is none by the type %s, which is told',
    (payloadType) => {
      expect(codeOf(() => assertInTotoPayload(read({ payloadType })))).toBe('PAYLOAD_TYPE')
      expect(() => assertInTotoPayload(read({ payloadType }))).toThrow(
        expect.objectContaining({ detail: { expected: inTotoPayloadType, stated: payloadType } }),
      )
    },
  )

  it('A-02 tells 200 characters of a type', () => {
    expect(() => assertInTotoPayload(read({ payloadType: 'x'.repeat(500) }))).toThrow(
      expect.objectContaining({ detail: { expected: inTotoPayloadType, stated: 'x'.repeat(200) } }),
    )
  })

  it.each([
    ['no signature', []],
    ['empty signatures only', [{ sig: '' }, { sig: '', keyid: 'a' }]],
  ])('is unsigned with %s', (_, signatures) => {
    expect(codeOf(() => assertSigned(read({ signatures })))).toBe('SIGNATURE_MISSING')
  })

  it('is signed when one of its signatures has bytes', () => {
    expect(assertSigned(read({ signatures: [{ sig: '' }, { sig }] }))).toBe(true)
  })
})
