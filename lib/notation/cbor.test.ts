import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isTagged, parseCbor, tags } from './cbor.ts'

const hex = (text: string) => Buffer.from(text, 'hex')

describe('CBOR', () => {
  it('reads what COSE uses', () => {
    expect(parseCbor(hex('a201260341ff'))).toEqual(
      new Map<number, unknown>([
        [1, -7],
        [3, hex('ff')],
      ]),
    )
    const time = parseCbor(hex('c11a6b04be2b'))
    expect(isTagged(time, tags.epoch) && time.value).toBe(0x6b04be2b)
    expect(isTagged(time, tags.sign1)).toBe(false)
    expect(parseCbor(hex('f6'))).toBeNull()
    expect(parseCbor(hex('60'))).toBe('')
    expect(parseCbor(hex('63e282ac'))).toBe('€')
  })

  it.each([
    ['empty', ''],
    ['cut off', '42ff'],
    ['cut off in its length', '5800'],
    ['followed by something', '0000'],
    ['not in the shortest form', '1801'],
    ['not in the shortest form, longer', '190001'],
    ['not in the shortest form, in four bytes', '1a0000ffff'],
    ['not in the shortest form, in eight bytes', '1b00000000ffffffff'],
    ['text whose length is not in the shortest form', '780161'],
    ['a tag that is not in the shortest form', 'd80100'],
    ['of indefinite length', '5f41ffff'],
    ['text of indefinite length', '7f6161ff'],
    ['a list of indefinite length', '9f00ff'],
    ['a map of indefinite length', 'bf0000ff'],
    ['the end of what has no end', '82ff00'],
    ['of a reserved length', '1c'],
    ['with a key twice', 'a201000100'],
    ['with a key that is bytes', 'a1410000'],
    ['with a key that is bytes, below', 'a10081a1410000'],
    ['with a key that is bytes, in a tag', 'c1a1410000'],
    ['with a key that is a list', 'a1810000'],
    ['with a key that is null', 'a1f600'],
    ['a floating-point number', 'fb3ff0000000000000'],
    ['a short floating-point number', 'f93c00'],
    ['no number', 'f97e00'],
    ['true', 'f5'],
    ['undefined', 'f7'],
    ['a simple value', 'e0'],
    ['text that is not UTF-8', '61ff'],
    ['text that is half a pair of UTF-16', '63eda080'],
    ['text that begins with a byte order mark', '64efbbbf61'],
    ['a key that begins with a byte order mark', 'a164efbbbf6100'],
    ['a number beyond what is exact', '1bffffffffffffffff'],
    ['a number that is just beyond what is exact', '1b0020000000000000'],
    ['a negative number beyond what is exact', '3bffffffffffffffff'],
    ['a tag that COSE signatures have no use for', 'c000'],
    ['a tag without anything', 'c1'],
    ['a list that claims to be huge', '9a7fffffff'],
    ['a map that claims to be huge', 'bb001fffffffffffff'],
    ['bytes that claim to be huge', '5b001fffffffffffff'],
    ['text that claims to be huge', '7affffffff'],
  ])('refuses a value that is %s', (_, text) => {
    expect(() => parseCbor(hex(text))).toThrow(SyntaxError)
  })

  it.each([
    ['lists', '81'],
    ['maps', 'a100'],
    ['tags', 'c1'],
  ])('refuses %s that nest too deep, however deep', (_, head) => {
    for (const depth of [250, 100_000]) {
      expect(() => parseCbor(hex(`${head.repeat(depth)}00`))).toThrow('too many values')
    }
  })

  it('refuses more values than a signature has', () => {
    expect(parseCbor(hex(`98f9${'00'.repeat(249)}`))).toHaveLength(249)
    expect(() => parseCbor(hex(`98fa${'00'.repeat(250)}`))).toThrow('too many values')
  })

  it('takes a key for nothing but a key', () => {
    const map = parseCbor(hex('a2695f5f70726f746f5f5f016b636f6e7374727563746f7202'))
    expect(map).toEqual(
      new Map([
        ['__proto__', 1],
        ['constructor', 2],
      ]),
    )
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
