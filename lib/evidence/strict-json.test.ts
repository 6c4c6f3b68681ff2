import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { decodeUtf8, parseStrictJson } from './strict-json.ts'

const options = { maxDepth: 100 }
const parse = (text: string) => parseStrictJson(text, options)

describe('parseStrictJson', () => {
  it('reads every JSON text as the parser does, pretty-printed or not', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 8, noUnicodeString: false }),
        fc.constantFrom(0, 1, '\t'),
        (value, indent) => {
          const text = JSON.stringify(value, null, indent)
          if (/-0(?![.0-9])/.test(text)) return
          expect(parse(text)).toEqual(JSON.parse(text))
        },
      ),
    )
  })

  it('throws nothing but a SyntaxError, whatever the text', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      'a',
      '\\u',
      '1',
      '-',
      'e',
      'null',
      ' ',
      '\ud800',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join('')
        try {
          const value = parse(text)
          expect(value).toEqual(JSON.parse(text))
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('B-06 refuses a name twice in one object, wherever it is and however it is spelt', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 6 }), (name, path) => {
        const twice = `{${JSON.stringify(name)}:1,"other ${'x'}":[{}],${JSON.stringify(name)}:2}`
        const text = path.reduce((inner, kind) => (kind === 0 ? `[1,${inner}]` : `{"in":${inner},"z":0}`), twice)
        expect(() => parse(text)).toThrow(/twice|surrogate/)
      }),
    )
  })

  it.each([
    ['escaped differently', '{"a":1,"\\u0061":2}'],
    ['escaped slash', '{"a/b":1,"a\\/b":2}'],
    ['after a nested object', '{"a":{"a":1},"a":2}'],
    ['after an array', '{"a":[{"b":1}],"a":2}'],
    ['with white space', '{ "a" :1 ,\n"a" :2 }'],
    ['the empty name', '{"":1,"":2}'],
    ['__proto__', '{"__proto__":1,"__proto__":2}'],
    ['the thirtieth of many', `{${Array.from({ length: 40 }, (_, at) => `"m${at}":0`).join(',')},"m29":1}`],
    ['the twelfth of thirteen', `{${Array.from({ length: 13 }, (_, at) => `"m${at}":0`).join(',')},"m11":1}`],
  ])('B-06 A-08 refuses a duplicate: %s', (_, text) => {
    expect(() => parse(text)).toThrow('twice')
  })

  it('tells the names of siblings, and of values, from those of one object', () => {
    expect(parse('[{"a":1},{"a":1},"a","a"]')).toEqual([{ a: 1 }, { a: 1 }, 'a', 'a'])
    expect(parse('{"a":"b","b":"a","c":["a","a"]}')).toEqual({ a: 'b', b: 'a', c: ['a', 'a'] })
    expect(parse('{"a":"\\"b\\":1,\\"b\\":","b":"\\\\","c":""}')).toEqual({ a: '"b":1,"b":', b: '\\', c: '' })
  })

  it.each([
    '',
    ' ',
    '{',
    '{"a":1',
    '{"a":1}{"b":2}',
    '{"a":1} x',
    "{'a':1}",
    '{"a":1,}',
    '[1,]',
    '{"a" 1}',
    'NaN',
    '"\n"',
  ])('B-07 A-09 S-21 refuses %j: not exactly one JSON value', (text) => {
    expect(() => parse(text)).toThrow(SyntaxError)
  })

  it('B-19 S-20 stops at the depth that is allowed, before the parser sees it', () => {
    const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`
    expect(parse(nested(100))).toBeDefined()
    expect(() => parse(nested(101))).toThrow('deeper than 100')
    const timeTaken = startThreadTime()
    expect(() => parse(nested(5_000_000))).toThrow('deeper than 100')
    expect(() => parse(`{"a":${'{"a":'.repeat(1_000_000)}`)).toThrow('deeper than 100')
    expect(timeTaken()).toBeLessThan(1_000)
  })

  it('B-19 L-12 is linear in hostile text', () => {
    const timeTaken = startThreadTime()
    for (const text of [
      `"${'\\\\'.repeat(2_000_000)}"`,
      `"${'\\"'.repeat(2_000_000)}"`,
      `[${'0,'.repeat(2_000_000)}0]`,
      `{"a":"${'x'.repeat(20_000_000)}"}`,
      `{${Array.from({ length: 200_000 }, (_, at) => `"m${at}":0`).join(',')}}`,
    ]) {
      parse(text)
    }
    expect(() => parse('"'.repeat(2_000_001))).toThrow(SyntaxError)
    expect(timeTaken()).toBeLessThan(5_000)
  })

  it('B-21 refuses half of a surrogate pair, escaped or not, in names and values', () => {
    for (const text of ['"\\ud800"', '"a\\uDC00b"', '{"\\ud83d":1}', '["\\ud83d\\ud83d\\ude00"]', '"\ud800"']) {
      expect(() => parse(text)).toThrow('surrogate')
    }
    expect(parse('"\\ud83d\\ude00 \ud83d\ude00 \\\\ud800"')).toBe('😀 😀 \\ud800')
    expect(parse('"\\u0000"')).toBe('\u0000')
  })

  it('B-22 refuses numbers that readers take differently', () => {
    for (const text of ['1e999', '-1e999', '[-0]', '{"a":-0.0}', '-0e5', `1${'0'.repeat(400)}`]) {
      expect(() => parse(text)).toThrow('number')
    }
    expect(parse('[0,-1,1e3,1E-400,0.5,-0.5]')).toEqual([0, -1, 1000, 0, 0.5, -0.5])
  })

  it('B-18 gives names such as __proto__ no effect', () => {
    const value = parse('{"__proto__":{"polluted":true},"constructor":1}') as Record<string, unknown>
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor'])
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it('looks at the depth alone inside an opaque member, and at everything outside it', () => {
    const opaque = { maxDepth: 6, opaqueMember: 'predicate' }
    const read = (text: string) => parseStrictJson(text, opaque)
    expect(read('{"predicate":{"a":1,"a":2,"n":-0}}')).toBeDefined()
    expect(read('{"predicate":["predicate",{"a":1,"a":2}],"z":{"a":1}}')).toBeDefined()
    expect(() => read('{"predicate":{"a":1},"z":{"a":1,"a":2}}')).toThrow('twice')
    expect(() => read('{"predicate":"x","z":{"a":1,"a":2}}')).toThrow('twice')
    expect(() => read('{"predicate":[1],"predicate":[2]}')).toThrow('twice')
    expect(() => read('{"z":{"predicate":{"a":1,"a":2}}}')).toThrow('twice')
    expect(() => read('[{"predicate":{"a":1,"a":2}}]')).toThrow('twice')
    expect(() => read(`{"predicate":${'['.repeat(6)}${']'.repeat(6)}}`)).toThrow('deeper')
  })
})

describe('decodeUtf8', () => {
  it.each([
    ['overlong', 'c0af'],
    ['a surrogate in UTF-8', 'eda080'],
    ['cut off', 'e282'],
    ['Latin-1', 'e9'],
    ['UTF-16', 'fffe7b00'],
  ])('B-21 M-13 refuses %s', (_, hex) => {
    expect(() => decodeUtf8(Buffer.from(hex, 'hex'))).toThrow('it is not UTF-8')
  })

  it('M-13 keeps a byte order mark, which the parser refuses', () => {
    const text = decodeUtf8(Buffer.from('efbbbf7b7d', 'hex'))
    expect(() => parse(text)).toThrow(SyntaxError)
  })

  it('reads a view into a larger buffer', () => {
    expect(decodeUtf8(new Uint8Array(Buffer.from('xx{"é":1}yy')).subarray(2, 10))).toBe('{"é":1}')
  })
})
