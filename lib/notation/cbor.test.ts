import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCbor } from './cbor.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

describe('CBOR', () => {
  it('reads what COSE uses', () => {
    expect(parseCbor(hex('a201260341ff'))).toEqual({
      kind: 'map',
      value: new Map<number, unknown>([
        [1, { kind: 'integer', value: -7 }],
        [3, { kind: 'bytes', value: hex('ff') }],
      ]),
    })
    expect(parseCbor(hex('c11a6b04be2b'))).toMatchObject({ kind: 'tag', tag: 1 })
    expect(parseCbor(hex('f6'))).toEqual({ kind: 'null' })
  })

  it.each([
    ['empty', ''],
    ['cut off', '42ff'],
    ['followed by something', '0000'],
    ['not in the shortest form', '1801'],
    ['not in the shortest form, longer', '190001'],
    ['of indefinite length', '5f41ffff'],
    ['with a key twice', 'a201000100'],
    ['with a key that is bytes', 'a1410000'],
    ['a floating-point number', 'fb3ff0000000000000'],
    ['true', 'f5'],
    ['text that is not UTF-8', '61ff'],
    ['a number beyond what is exact', '1bffffffffffffffff'],
    ['nested deep', '81'.repeat(40)],
    ['a list that claims to be huge', '9a7fffffff'],
  ])('refuses a value that is %s', (_, text) => {
    expect(() => parseCbor(hex(text))).toThrow(SyntaxError)
  })

  it('throws nothing but a SyntaxError', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          parseCbor(bytes)
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
