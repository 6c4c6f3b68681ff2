import { AppError } from '#lib/errors/app-error.ts'

const invalid = () =>
  new AppError('REQUEST_INVALID', 'after: not a cursor that this server gave.', { context: { field: 'after' } })

/** A cursor of a list that has several parts, opaque to the client. */
export function formatCursor(parts: readonly string[]): string {
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

/** Reads what `formatCursor` wrote with `length` parts; throws `REQUEST_INVALID`. */
export function parseCursor(text: string, length: number): readonly string[] {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch (cause) {
    throw new AppError('REQUEST_INVALID', 'after: not a cursor that this server gave.', { cause })
  }
  if (!Array.isArray(parts) || parts.length !== length || !parts.every((part) => typeof part === 'string'))
    throw invalid()
  return parts
}
