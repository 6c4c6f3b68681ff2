import { expect, it } from 'vitest'
import { filterOptions, type Option } from './filter-options.ts'

const options: Option[] = ['MIT', 'GPL-2.0-only', 'LGPL-2.1', 'team/mit-app', 'Permit'].map((value) => ({
  value,
  label: value,
}))
const found = (text: string) => filterOptions(options, text).map(({ value }) => value)

it('puts what begins with the text first, then words that do, then the rest', () => {
  expect(found('mit')).toEqual(['MIT', 'team/mit-app', 'Permit'])
  expect(found(' GPL ')).toEqual(['GPL-2.0-only', 'LGPL-2.1'])
})

it('gives all in their order for no text, and none where nothing fits', () => {
  expect(found('')).toHaveLength(5)
  expect(found('apache')).toEqual([])
})

it.each(['(', '.*', '\\'])('takes %s for itself and not for a pattern', (text) => {
  expect(found(text)).toEqual(text === '.*' ? [] : [])
})
