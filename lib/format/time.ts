const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

const units = [
  { unit: 'year', ms: 365 * dayMs },
  { unit: 'month', ms: 30 * dayMs },
  { unit: 'week', ms: 7 * dayMs },
  { unit: 'day', ms: dayMs },
  { unit: 'hour', ms: hourMs },
  { unit: 'minute', ms: minuteMs },
] as const

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

// The years in which a date is worth showing: `new Date` reads far stranger ones from hostile text.
const firstMs = Date.UTC(1971)
const lastMs = Date.UTC(2200)

/** Reads an RFC 3339 time as milliseconds since 1970, or null when it is none or beyond all reason. */
export function identifyTime(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text)) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) || ms < firstMs || ms > lastMs ? null : ms
}

/** “2 hours ago”, “yesterday”, “in 3 weeks”, “just now”; the text itself when it is no time. */
export function formatRelativeTime(text: string, nowMs: number): string {
  const at = identifyTime(text)
  if (at === null) return isZeroTime(text) ? 'Not stated' : text
  const difference = at - nowMs
  const distance = Math.abs(difference)
  const fitting = units.find(({ ms }) => distance >= ms)
  if (fitting === undefined) return 'just now'
  return words.format(Math.trunc(difference / fitting.ms), fitting.unit)
}

/** “2026-11-25 15:35:26 UTC”; the text itself when it is no time. */
export function formatExactTime(text: string): string {
  const at = identifyTime(text)
  return at === null ? text : `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

// Reproducible builds write the epoch or Go's zero time where others write the time of the build.
const isZeroTime = (text: string): boolean => text.startsWith('0001-01-01T') || text.startsWith('1970-01-01T')
