import { expect, it } from 'vitest'
import { toNodes } from './vouching.ts'

it('toNodes draws a signer once, in the middle of what it vouches for', () => {
  expect(toNodes(['a', 'b', 'a'])).toEqual([
    { text: 'a', row: 1 },
    { text: 'b', row: 1 },
  ])
})
