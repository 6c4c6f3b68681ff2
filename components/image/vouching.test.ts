import { expect, it } from 'vitest'
import { toNodes } from './vouching.ts'

it('toNodes draws a signer once, in the middle of what it vouches for', () => {
  expect(toNodes(['a', 'a', 'b'])).toEqual([
    { text: 'a', row: 0.5 },
    { text: 'b', row: 2 },
  ])
})
