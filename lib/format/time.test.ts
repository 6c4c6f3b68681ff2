import { describe, expect, it } from 'vitest'
import { formatExactTime, formatRelativeTime, identifyTime } from './time.ts'

const now = Date.UTC(2026, 10, 25, 12)

describe('formatRelativeTime', () => {
  it.each([
    ['2026-11-25T11:59:40Z', 'just now'],
    ['2026-11-25T11:59:00Z', '1 minute ago'],
    ['2026-11-25T10:00:00Z', '2 hours ago'],
    ['2026-11-24T11:00:00Z', 'yesterday'],
    ['2026-11-04T12:00:00Z', '3 weeks ago'],
    ['2026-08-20T12:00:00Z', '3 months ago'],
    ['2024-06-01T12:00:00+02:00', '2 years ago'],
    ['2026-11-28T12:00:00Z', 'in 3 days'],
  ])('says %s as %s', (text, expected) => {
    expect(formatRelativeTime(text, now)).toBe(expected)
  })

  it('does not call the zero time of reproducible builds an age', () => {
    expect(formatRelativeTime('0001-01-01T00:00:00Z', now)).toBe('Not stated')
    expect(formatRelativeTime('1970-01-01T00:00:00Z', now)).toBe('Not stated')
  })

  it('shows text that is no time as it is', () => {
    expect(formatRelativeTime('a while back', now)).toBe('a while back')
  })
})

describe('formatExactTime', () => {
  it('is in UTC whatever the offset', () => {
    expect(formatExactTime('2026-03-03T01:02:03.456+02:00')).toBe('2026-03-02 23:02:03 UTC')
  })
})

describe('identifyTime', () => {
  it.each(['', '12', '2026', '+275760-09-13T00:00:00Z', '2026-13-45T00:00:00Z', '9999-01-01T00:00:00Z'])(
    'takes %j for no time',
    (text) => {
      expect(identifyTime(text)).toBeNull()
    },
  )
})
