import { expect, it } from 'vitest'
import { formatTimeSpan } from './time-span.ts'

it.each([
  [0, 'less than a second'],
  [999, '1 second'],
  [600_000, '10 minutes'],
  [-3_600_000, '1 hour'],
  [36 * 3_600_000, '2 days'],
  [45 * 86_400_000, '1 month'],
  [731 * 86_400_000, '2 years'],
])('%d ms is said as “%s”', (ms, words) => {
  expect(formatTimeSpan(ms)).toBe(words)
})
