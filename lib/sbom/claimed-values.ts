import { AppError } from '#lib/errors/app-error.ts'

/** Readers of attacker-controlled JSON: a value of the wrong kind is absent, text is bounded. */
export type JsonObject = { readonly [name: string]: unknown }

// A page of 1,000 rows must stay small; the longest real licence expression seen has some 2,000 characters.
export const maxTextLength = 8192

/** The value as an object, null for anything else. */
export function toObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

/** The elements of a list, none for anything else. */
export function toList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

/** Text, or a number or boolean as text; null when absent, empty or of another kind. Cut at `maxTextLength`. */
export function toText(value: unknown): string | null {
  if (typeof value === 'string') {
    if (value.length <= maxTextLength) return value === '' ? null : value
    return `${value.slice(0, maxTextLength)}…`
  }
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

/** `SBOM_INVALID` with the place in the document. */
export function invalidSbom(message: string, place: string): AppError {
  return new AppError('SBOM_INVALID', message, { context: { place } })
}

/** A list that may be absent; throws `SBOM_INVALID` when it is something else. */
export function parseOptionalList(value: unknown, place: string): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw invalidSbom(`${place} is not a list.`, place)
  return value
}

const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/

/** An RFC 3339 time in UTC; null when it is none. A time in UTC keeps its spelling. */
export function toTime(value: unknown): string | null {
  if (typeof value !== 'string' || !timePattern.test(value)) return null
  const time = new Date(value)
  if (Number.isNaN(time.getTime())) return null
  return value.endsWith('Z') ? value : time.toISOString().replace('.000Z', 'Z')
}
