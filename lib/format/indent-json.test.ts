import { describe, expect, it } from 'vitest'
import { indentJson } from './indent-json.ts'

describe('indentJson', () => {
  it('writes what JSON.stringify would', () => {
    const value = { a: [1, 'x, {y}: "z" \\', { b: null }], empty: {}, none: [], nested: { c: [true] } }
    expect(indentJson(JSON.stringify(value))).toBe(JSON.stringify(value, null, 2))
    expect(indentJson(JSON.stringify(value, null, 4))).toBe(JSON.stringify(value, null, 2))
  })

  it('B-12 keeps a repeated key, an escape and the spelling of a number in sight', () => {
    expect(indentJson('{"a":1.0,"a":"\\u003c"}')).toBe('{\n  "a": 1.0,\n  "a": "\\u003c"\n}')
  })

  it('shows text that is no JSON without failing', () => {
    expect(indentJson('<html> "open')).toBe('<html>"open')
    expect(indentJson(']]]}')).toContain(']')
  })

  it('stops at the length asked for', () => {
    expect(indentJson('[1,2,3,4,5,6,7,8,9]', 8)).toHaveLength(8)
  })
})
