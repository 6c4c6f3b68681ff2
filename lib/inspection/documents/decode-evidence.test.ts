import { describe, expect, it } from 'vitest'
import { decodeEvidence, type EvidencePart } from './decode-evidence.ts'

const statement = '{"_type":"https://in-toto.io/Statement/v1","predicateType":"x","subject":[],"predicate":{"a":[1,2]}}'
const bytes = (value: unknown) => new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const envelope = {
  payloadType: 'application/vnd.in-toto+json',
  payload: Buffer.from(statement).toString('base64'),
  signatures: [],
}

const decode = (input: Uint8Array, part: EvidencePart) => new TextDecoder().decode(decodeEvidence(input, part))

describe('decodeEvidence', () => {
  it('gives the statement exactly as it was signed, from an envelope, a bundle or bare', () => {
    expect(decode(bytes(envelope), 'statement')).toBe(statement)
    expect(decode(bytes({ dsseEnvelope: envelope }), 'statement')).toBe(statement)
    expect(decode(bytes(statement), 'statement')).toBe(statement)
  })

  it('gives the predicate alone', () => {
    expect(JSON.parse(decode(bytes(envelope), 'predicate'))).toEqual({ a: [1, 2] })
  })

  it('gives the predicate in named fields, read as strictly as the examination reads it', () => {
    const named = { ...JSON.parse(statement), subject: [{ name: 'n', digest: { sha256: 'ab' } }] }
    const wrap = (text: string) => bytes({ ...envelope, payload: Buffer.from(text).toString('base64') })
    expect(JSON.parse(decode(wrap(JSON.stringify(named)), 'view'))).toEqual({
      predicateType: 'x',
      statementType: 'https://in-toto.io/Statement/v1',
      subjects: { items: [{ name: 'n', digest: 'sha256:ab' }], total: 1, unreadable: null },
      limits: expect.objectContaining({ content: 'what stands in it' }),
      predicate: expect.objectContaining({ kind: 'unknown', shape: 'object' }),
    })
    const twice = JSON.stringify(named).replace('{', '{"predicateType":"y",')
    expect(() => decode(wrap(twice), 'view')).toThrow(expect.objectContaining({ code: 'STATEMENT_UNREADABLE' }))
    expect(() => decode(wrap(statement), 'view')).toThrow(expect.objectContaining({ code: 'STATEMENT_UNREADABLE' }))
  })

  it('refuses by name what has no statement', () => {
    const foreign = [
      '',
      'null',
      '[]',
      '{}',
      '{"payload":1}',
      '{"payload":"%%"}',
      '<html>',
      bytes({ ...envelope, payload: 'bm90IGpzb24=' }),
    ]
    for (const one of foreign) {
      const input = typeof one === 'string' ? bytes(one) : one
      expect(() => decodeEvidence(input, 'predicate')).toThrow(
        expect.objectContaining({ code: 'STATEMENT_UNREADABLE' }),
      )
    }
  })
})
