import { expect, it } from 'vitest'
import { formatElapsedTime } from './elapsed-time.ts'

it.each([
  ['2026-11-20T09:00:00Z', '2026-11-20T09:04:10Z', '4 min 10 s'],
  ['2026-11-20T09:00:00Z', '2026-11-20T09:00:41Z', '41 s'],
  ['2026-11-20T09:00:00Z', '2026-11-20T10:00:00Z', '1 h'],
  ['2026-11-20T09:00:00Z', '2026-11-22T10:30:00Z', '2 d 1 h'],
  ['2026-11-20T09:00:00Z', '2026-11-20T09:00:00.2Z', 'less than a second'],
  ['2026-11-20T09:00:01Z', '2026-11-20T09:00:00Z', null],
  ['yesterday', '2026-11-20T09:00:00Z', null],
])('from %s to %s is %s', (from, to, shown) => {
  expect(formatElapsedTime(from, to)).toBe(shown)
})
