import { describe, expect, it } from 'vitest'
import { compareValues, formatSort, identifySort } from './column.ts'

describe('identifySort', () => {
  it('reads what formatSort writes', () => {
    expect(identifySort('-created', ['created'])).toEqual({ id: 'created', descending: true })
    expect(formatSort({ id: 'created', descending: true })).toBe('-created')
  })
  it.each(['', '-', 'constructor', '__proto__', '--created'])('takes %j from the address for no column', (text) => {
    expect(identifySort(text, ['created'])).toBeNull()
  })
})

it('compareValues counts within text', () => {
  expect(['v1.10', 'v1.9', 'v1.2'].sort(compareValues)).toEqual(['v1.2', 'v1.9', 'v1.10'])
})
