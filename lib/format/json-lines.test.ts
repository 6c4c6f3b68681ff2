import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findLine, indexJsonLines, searchLines } from './json-lines.ts'

const now = async () => undefined

async function show(text: string): Promise<string[]> {
  const { count, starts, ends, depths } = await indexJsonLines(text, now)
  return Array.from(
    { length: count },
    (_, line) => `${' '.repeat(depths[line] ?? 0)}${text.slice(starts[line], ends[line])}`,
  )
}

describe('indexJsonLines', () => {
  it('breaks JSON into indented lines, however it is written', async () => {
    const lines = ['{', ' "a":[', '  1,', '  {},', '  []', ' ],', ' "b":"x,{}[]\\"y"', '}']
    const minified = '{"a":[1,{},[]],"b":"x,{}[]\\"y"}'
    expect(await show(minified)).toEqual(lines)
    const spaced = '\n{\n "a":[\n\n1,  { },\t[\n]\n]\n,\n"b":"x,{}[]\\"y"  }\n'
    const shown = (await show(spaced)).map((line) => line.replace(/([[{])\s+([\]}])/, '$1$2').replace(/\s+,/, ','))
    expect(shown.map((line) => line.trim())).toEqual(lines.flatMap((line) => line.trim()))
  })

  it('loses nothing but white space, for all JSON and for what is none', async () => {
    const squeeze = (text: string) => text.replaceAll(/\s+/g, '')
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (text) => {
        expect(squeeze((await show(text)).join(''))).toBe(squeeze(text))
      }),
    )
  })

  it('takes deep nesting and an open string', async () => {
    expect(await show('['.repeat(100_000))).toHaveLength(100_000)
    expect(await show('{"a":"b')).toEqual(['{', ' "a":"b'])
    expect(await show('')).toEqual([])
  })

  it('pauses now and then in a large text', async () => {
    let pauses = 0
    const text = `[${'{"name":"package"},'.repeat(400_000)}1]`
    await indexJsonLines(text, async () => {
      pauses += 1
    })
    expect(pauses).toBeGreaterThan(2)
  })
})

describe('searchLines', () => {
  const text = '{"Name":"a","other":"NAME name","c":"x.y"}'

  it('finds each line once, whatever the case', async () => {
    const lines = await indexJsonLines(text, now)
    expect(searchLines(text, lines, 'name', 10)).toEqual([
      { line: 1, column: 1 },
      { line: 2, column: 9 },
    ])
    expect(searchLines(text, lines, 'name', 1)).toHaveLength(1)
    expect(searchLines(text, lines, '', 10)).toEqual([])
  })

  it('P-09 takes the query for text, not for a pattern', async () => {
    const lines = await indexJsonLines(text, now)
    expect(searchLines(text, lines, 'x.y', 10)).toHaveLength(1)
    expect(searchLines(text, lines, 'x?y', 10)).toEqual([])
    expect(searchLines(text, lines, '(a+)+$', 10)).toEqual([])
  })

  it('findLine knows the line of every place', async () => {
    const lines = await indexJsonLines(text, now)
    for (let line = 0; line < lines.count; line++) expect(findLine(lines, lines.starts[line] ?? 0)).toBe(line)
  })
})
