import { describe, expect, it } from 'vitest'
import { parseRetryAfter } from './retry-after.ts'

const now = Date.parse('2026-01-01T00:00:00Z')

describe('parseRetryAfter', () => {
  it.each([
    ['5', 5000],
    ['0', 0],
    ['Thu, 01 Jan 2026 00:00:10 GMT', 10_000],
    ['Thu, 01 Jan 2020 00:00:10 GMT', 0],
    [null, null],
    ['soon', null],
    ['-5', 0],
  ])('reads %j', (text, expected) => {
    const read = parseRetryAfter(text, now, 3_600_000)
    if (text === '-5') expect(read === null || read === 0).toBe(true)
    else expect(read).toBe(expected)
  })

  it('R-24 clamps what a registry may ask for', () => {
    expect(parseRetryAfter('1000000000', now, 3_600_000)).toBe(3_600_000)
    expect(parseRetryAfter('9'.repeat(400), now, 3_600_000)).toBe(3_600_000)
  })
})
