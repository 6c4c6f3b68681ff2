import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { isJsonObject } from './json-object.ts'
import { createPiecewiseJson } from './parse-in-pieces.ts'

/** Reads text as it would arrive, with lists of so many levels; undefined when it is left to a parser of the whole. */
function read(text: string, { step = 100_000, maxDepth = 50, listDepth = 2 } = {}): unknown {
  const bytes = new TextEncoder().encode(text)
  const json = createPiecewiseJson({ maxDepth, listDepth, onPiece: () => {} })
  for (let end = 0; end < bytes.byteLength; ) {
    end = Math.min(bytes.byteLength, end + step)
    json.advance(bytes, end)
  }
  json.finish(bytes, bytes.byteLength)
  const rest = json.toRest(bytes, bytes.byteLength)
  const value: unknown = rest === null ? undefined : JSON.parse(rest)
  return isJsonObject(value) && json.restore(value) ? value : undefined
}

// Several pieces of it, in which the marks of JSON also stand in texts and on deeper levels.
const items = Array.from({ length: 24_000 }, (_, at) => ({
  at,
  text: `"}],[{\\" é ${'x'.repeat(80)}`,
  in: [[at], [{ a: [] }]],
}))
const list = JSON.stringify(items)
const open = list.slice(0, -1)

describe('JSON in pieces', () => {
  it.each([
    ['one list', `{"a":1,"list":${list},"z":[1,2]}`],
    ['two lists', `{"list":${list},"other":${list}}`],
    ['white space', `\n{ "list" : ${JSON.stringify(items, null, 2)} , "z" : [ ] }`],
    ['values of all kinds behind', `{"list":${open},1,"x",null,[],{"a":{}}, true ]}`],
    ['values of all kinds in front', `{"list":[1,"x",null,[],${list.slice(1)}}`],
    ['a name that is no word', `{"":${list},"__proto__":${list}}`],
    ['lists of lists', `{"list":[${list},${list}]}`],
  ])('is what the parser makes of the whole, with %s', (_, text) => {
    const whole: unknown = JSON.parse(text)
    for (const step of [1_000, 999_999, text.length]) expect(isDeepStrictEqual(read(text, { step }), whole)).toBe(true)
  })

  it.each([
    ['a comma at the end', `{"list":${open},]}`],
    ['two commas', `{"list":${open},,1]}`],
    ['no comma', `{"list":${open} ${open.slice(1)}]}`],
    ['a comma in front', `{"list":[,${open.slice(1)}]}`],
    ['brackets that do not match', `{"list":${open}}}`],
    ['an element that is none', `{"list":${open},{"a"}]}`],
    ['an element that is none in the first piece', `{"list":[{"a"},${open.slice(1)}]}`],
    ['a member that is none', `{"list":${list},"a"}`],
    ['no end', `{"list":${list}`],
    ['something behind', `{"list":${list}} x`],
    ['a name in a list', `{"list":${open},"a":1]}`],
  ])('is refused with %s', (_, text) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError)
    expect(() => read(text)).toThrow(SyntaxError)
  })

  it.each([
    ['only short lists', `{"list":[1,2,3],"text":${JSON.stringify(list)}}`],
    ['a list under another', `{"outer":{"list":${list}}}`],
    ['a list alone', list],
    ['a list in a list', `[[${list}]]`],
    ['the same name twice', `{"list":${list},"list":${list}}`],
    ['a name twice, of which the last is short', `{"list":${list},"list":[]}`],
  ])('is left to a parser of the whole: %s', (_, text) => {
    expect(read(text)).toBeUndefined()
  })

  it('leaps from one end of an element to the next, and tells them from what only looks alike', () => {
    const alike = items
      .slice(0, 10_000)
      .map(({ at }) => ({ at, text: `},{"at":`, list: [{ at }, { at, x: 'x'.repeat(80) }, { at }] }))
    for (const value of [
      { list: alike },
      { a: alike, list: items, z: alike },
      { list: [...items, { z: alike }, ...items] },
    ])
      for (const indent of [0, 1, '\t']) {
        const text = JSON.stringify(value, null, indent)
        for (const step of [100_000, 3_000_000]) expect(isDeepStrictEqual(read(text, { step }), value)).toBe(true)
      }
  })

  it('finds the lists of the depth that it is asked for, and no others', () => {
    const text = `{"list":${list},"predicate":{"list":${list}}}`
    expect(read(text, { listDepth: 2 })).toEqual(JSON.parse(text))
    expect(read(text, { listDepth: 3 })).toBeUndefined()
  })

  it('B-19 nests no deeper than is allowed', () => {
    expect(() => read(`{"list":${open},${'['.repeat(49)}${']'.repeat(49)}]}`)).toThrow('deeper than 50')
    expect(read(`{"list":${open},${'['.repeat(48)}${']'.repeat(48)}]}`)).toBeDefined()
    // In the middle of what is leapt over.
    const nested = (depth: number) => `{"at":1,"in":${'['.repeat(depth)}${']'.repeat(depth)}},`
    expect(read(`{"list":${open},${nested(47)}${list.slice(1)}}`)).toBeDefined()
    expect(() => read(`{"list":${open},${nested(48)}${list.slice(1)}}`)).toThrow('deeper than 50')
  })

  it('M-13 is UTF-8 in every piece', () => {
    const bytes = Buffer.from(`{"list":${open},"\xe9"]}`, 'latin1')
    const json = createPiecewiseJson({ maxDepth: 50, listDepth: 2, onPiece: () => {} })
    expect(() => json.advance(bytes, bytes.byteLength)).toThrow('it is not UTF-8')
  })
})
