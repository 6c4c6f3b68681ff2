/**
 * Milliseconds to wait from a `Retry-After` header: seconds or an HTTP date (RFC 9110 §10.2.3), clamped to 0 … `maximumMs`.
 * Null when absent or unreadable.
 */
export function parseRetryAfter(text: string | null, nowMs: number, maximumMs: number): number | null {
  if (text === null) return null
  const trimmed = text.trim()
  const wait = /^\d+$/.test(trimmed) ? Number(trimmed) * 1000 : Date.parse(trimmed) - nowMs
  return Number.isNaN(wait) ? null : Math.min(Math.max(wait, 0), maximumMs)
}
