import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEnvelope } from '#lib/attestation/envelope.ts'
import { createPiecewiseJson } from './parse-in-pieces.ts'
import { findPayload, notePayload, parseStrictBytes, parseStrictEnvelope } from './parse-strict-bytes.ts'
import { createContainerScan } from './scan-containers.ts'
import { parseStrictJson } from './strict-json.ts'

const toBytes = (text: string) => new TextEncoder().encode(text)
const long = 'QUJD'.repeat(400_000)
const decoded = Buffer.from(long, 'base64')
const options = { maxDepth: 10 }

/** What the envelope's own reader makes of a value: decoded and textual payloads are alike to it. */
const payloadOf = (value: unknown) => Buffer.from(parseEnvelope(value).payload)

describe('an envelope of megabytes', () => {
  it.each([
    ['alone', `{"payloadType":"x","payload":"${long}","signatures":[]}`],
    ['with space around', `{ "payload" :\n "${long}" , "payloadType" : "é", "signatures":[] }`],
    ['with padding', `{"payloadType":"x","payload":"${long}QQ==","signatures":[]}`],
    ['in the other alphabet', `{"payloadType":"x","payload":"${long}-_-_","signatures":[]}`],
    ['with a name that is escaped', `{"payloadType":"x","p\\u0061yload":"${long}","signatures":[]}`],
    ['with the name in a text before it', `{"payloadType":"\\"payload\\": \\"","payload":"${long}","signatures":[]}`],
  ])('is read as its text is read: %s', (_, text) => {
    expect(payloadOf(parseStrictEnvelope(toBytes(text), options))).toEqual(payloadOf(parseStrictJson(text, options)))
  })

  it.each([
    ['with the name elsewhere first', `{"a":{"payload":"${long}"},"payload":"${long}x"}`],
    ['with an escape in it', `{"payload":"${long}\\n"}`],
    ['with a short one first', `{"a":[{"payload":"short"}],"payload":"${long}"}`],
    ['as a list', `[{"payload":"${long}"}]`],
    ['with letters outside the alphabet', `{"payload":"${long}Łé!A"}`],
    ['with white space in it', `{"payload":"${long} ${long}"}`],
    ['not padded', `{"payload":"${long}QQ"}`],
    ['with padding in the middle', `{"payload":"QQ==${long}"}`],
    ['with stray bits', `{"payload":"${long}QR=="}`],
  ])('is left to the reader of its text: %s', (_, text) => {
    expect(parseStrictEnvelope(toBytes(text), options)).toEqual(parseStrictJson(text, options))
  })

  it('is decoded where it stands, in a bundle as well', () => {
    const text = `{"dsseEnvelope":{"payload":"${long}","payloadType":"x"},"mediaType":"y"}`
    expect(parseStrictEnvelope(toBytes(text), options)).toEqual({
      dsseEnvelope: { payload: new Uint8Array(decoded), payloadType: 'x' },
      mediaType: 'y',
    })
  })

  it.each([
    ['cut off in the payload', `{"payload":"${long}`],
    ['cut off after it', `{"payload":"${long}"`],
    ['with the name twice', `{"payload":"${long}","payload":"x"}`],
    ['with another name twice', `{"payload":"${long}","a":[{"b":1,"b":2}]}`],
    ['with a control character', `{"payload":"${long}\u0001AAA"}`],
    ['nested too deep', `{"payload":"${long}","a":${'['.repeat(10)}${']'.repeat(10)}}`],
  ])('B-06 B-19 is refused: %s', (_, text) => {
    expect(() => parseStrictEnvelope(toBytes(text), options)).toThrow(SyntaxError)
  })

  it('takes what was decoded early only for the place that it was decoded from', () => {
    const bytes = toBytes(`{"payloadType":"x","payload":"${long}","signatures":[]}`)
    const place = findPayload(bytes, bytes.byteLength)
    const [from, to] = [place?.from ?? 0, place?.to ?? 0]
    const json = createPiecewiseJson({ maxDepth: 10, listDepth: 3, onPiece: () => {} })
    const early = { from, to, payload: Uint8Array.of(1), json }
    const read = (noted: typeof early) => {
      const view = bytes.subarray()
      notePayload(view, noted)
      return payloadOf(parseStrictEnvelope(view, options))
    }
    expect(read(early)).toEqual(Buffer.of(1))
    expect(read({ ...early, from: from + 4 })).toEqual(decoded)
    expect(read({ ...early, to: to - 4 })).toEqual(decoded)
    expect(payloadOf(parseStrictEnvelope(bytes, options))).toEqual(decoded)
  })
})

describe('a statement of megabytes', () => {
  const opaque = { maxDepth: 6, opaqueMember: 'predicate' }
  const large = `{"list":["${'x'.repeat(1_100_000)}",{"a":1,"a":2,"q":"]}\\"\\\\"}]}`
  const read = (text: string) => parseStrictBytes(toBytes(text), opaque)

  it.each([
    ['last', `{"_type":"x","subject":[{"name":"é"}],"predicate":${large}}`],
    ['first', `{"predicate":${large},"subject":[1]}`],
    ['with space around', ` { "predicate" : ${large} , "z" : {} } `],
    ['beside a larger member', `{"other":[${JSON.stringify(large)}],"predicate":${large}}`],
    ['beside a larger text', `{"other":${JSON.stringify(large)},"predicate":${large}}`],
    ['as text', `{"predicate":${JSON.stringify(large)}}`],
    ['with an escaped name', `{"predic\\u0061te":${large}}`],
  ])('is read as the parser reads it, with its predicate %s', (_, text) => {
    expect(read(text)).toEqual(JSON.parse(text))
  })

  it.each([
    ['a name twice beside it', `{"a":{"b":1,"b":2},"predicate":${large}}`],
    ['two predicates', `{"predicate":[1],"predicate":${large}}`],
    ['a large member that is another', `{"other":${large},"predicate":1}`],
    ['a list around it', `[{"predicate":${large}}]`],
    ['no end', `{"predicate":${large}`],
    ['an end too many', `{"predicate":${large}}}`],
    ['two values', `{"predicate":${large} {}}`],
    ['brackets that do not match', `{"predicate":[${large}}}`],
    ['something behind', `{"predicate":${large}} x`],
  ])('B-06 B-07 is refused with %s', (_, text) => {
    expect(() => read(text)).toThrow(SyntaxError)
  })

  it('B-19 is refused where it nests too deep, and not one level before', () => {
    const nested = (depth: number) =>
      `{"predicate":["${'x'.repeat(1_100_000)}",${'['.repeat(depth)}${']'.repeat(depth)}]}`
    expect(read(nested(4))).toEqual(JSON.parse(nested(4)))
    expect(() => read(nested(5))).toThrow('deeper than 6')
  })

  it('B-19 is measured anew where it was measured with another depth', () => {
    const payload = toBytes(`{"predicate":["${'x'.repeat(1_100_000)}",[[[[[[]]]]]]]}`)
    const json = createPiecewiseJson({ maxDepth: 100, listDepth: 3, onPiece: () => {} })
    notePayload(new Uint8Array(), { from: 0, to: 0, payload, json })
    expect(() => parseStrictBytes(payload, opaque)).toThrow('deeper than 6')
    expect(parseStrictBytes(payload, { ...opaque, maxDepth: 100 })).toBeDefined()
  })

  it('M-13 is refused when it is not UTF-8, inside of the predicate or outside', () => {
    for (const text of [`{"predicate":["\xe9",${large}]}`, `{"x":"\xe9","predicate":${large}}`]) {
      expect(() => parseStrictBytes(Buffer.from(text, 'latin1'), opaque)).toThrow('it is not UTF-8')
    }
  })
})

describe('createContainerScan', () => {
  it('finds the same value however the bytes are cut into pieces', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1 })
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), steps, (value, sizes) => {
        const bytes = toBytes(JSON.stringify(value))
        const whole = createContainerScan(100)
        whole.advance(bytes, bytes.byteLength)
        const pieces = createContainerScan(100)
        for (let end = 0, step = 0; end < bytes.byteLength; step += 1) {
          end = Math.min(bytes.byteLength, end + (sizes[step % sizes.length] ?? 1))
          pieces.advance(bytes, end)
        }
        expect(pieces.largest()).toEqual(whole.largest())
        const containers = Object.values(value).filter((member) => typeof member === 'object' && member !== null)
        const sizesOf = containers.map((member) => toBytes(JSON.stringify(member)).byteLength)
        const place = whole.largest()
        expect(place === null ? 0 : place.to - place.from).toBe(Math.max(0, ...sizesOf))
      }),
    )
  })
})
