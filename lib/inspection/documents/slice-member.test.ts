import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sliceMember } from './slice-member.ts'

describe('sliceMember', () => {
  it.each([
    ['{"a":1,"b":{"c":[1, 2.50]}}', 'b', '{"c":[1, 2.50]}'],
    [' { "b" : "x\\"}\\\\" , "a":1}', 'b', '"x\\"}\\\\"'],
    ['{"\\u0062":true}', 'b', 'true'],
    ['{"b":1,"b":2}', 'b', '2'],
    ['{"a":{"b":1}}', 'b', null],
    ['{}', 'b', null],
  ])('finds in %s', (text, name, value) => {
    expect(sliceMember(text, name)).toBe(value)
  })

  it('finds what JSON.parse finds, in any object', () => {
    const names = fc.constantFrom('predicate', 'a', '"', '\\', '{', '__proto__')
    fc.assert(
      fc.property(
        fc.dictionary(names, fc.jsonValue(), { noNullPrototype: true }),
        fc.integer({ min: 0, max: 2 }),
        (object, indent) => {
          const text = JSON.stringify(object, null, indent)
          const slice = sliceMember(text, 'predicate')
          if (!Object.hasOwn(object, 'predicate')) expect(slice).toBeNull()
          else expect(JSON.parse(String(slice))).toEqual(JSON.parse(text).predicate)
        },
      ),
    )
  })

  it('ends for text that is no JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('{', '}', '"', '[', ']', ',', ':', '\\', 'b', ' ') }), (text) => {
        try {
          sliceMember(text, 'b')
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
      }),
    )
  })
})
