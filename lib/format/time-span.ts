const units = [
  { unit: 'year', ms: 365.25 * 86_400_000 },
  { unit: 'month', ms: 30.4375 * 86_400_000 },
  { unit: 'day', ms: 86_400_000 },
  { unit: 'hour', ms: 3_600_000 },
  { unit: 'minute', ms: 60_000 },
  { unit: 'second', ms: 1000 },
] as const

/** “10 minutes”, “2 years”, “less than a second”: a length of time in its largest unit, rounded; never negative. */
export function formatTimeSpan(ms: number): string {
  const length = Math.abs(ms)
  const fitting = units.find((one) => length >= one.ms * 0.95)
  if (fitting === undefined) return 'less than a second'
  const count = Math.round(length / fitting.ms)
  return `${count} ${fitting.unit}${count === 1 ? '' : 's'}`
}
