import { describe, expect, it } from 'vitest'
import { countOf, formatSize } from './size.ts'

describe('formatSize', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1000, '1.0 kB'],
    [38_213_000, '38.2 MB'],
    [512_400_000, '512 MB'],
    [999_960, '1.0 MB'],
    [4e15, '4.0 PB'],
  ])('says %d as %s', (bytes, expected) => {
    expect(formatSize(bytes)).toBe(expected)
  })

  it('does not pretend to know a size that is none', () => {
    expect(formatSize(Number.NaN)).toBe('unknown size')
    expect(formatSize(-1)).toBe('unknown size')
  })
})

describe('countOf', () => {
  it('agrees in number', () => {
    expect(countOf(1, 'package')).toBe('1 package')
    expect(countOf(50_000, 'package')).toBe('50,000 packages')
    expect(countOf(2, 'entry', 'entries')).toBe('2 entries')
  })
})
