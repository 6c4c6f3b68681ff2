import type { ErrorCode } from './codes.ts'

/** Facts about a failure that may be shown and logged. Never credentials, tokens or key material. */
export type ErrorContext = Readonly<Record<string, string | number | boolean | null>>

// A symbol of the process, not the class: Next bundles pages and route handlers apart, each with a class of its own,
// and an error thrown by what one of them made is caught in the other.
const brand = Symbol.for('touchstone.app-error')

/**
 * An operation that could not be done. `code` is stable and has an entry in the error catalogue;
 * `message` says in one sentence what happened, without secrets.
 */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly [brand] = true
  readonly code: ErrorCode
  readonly context: ErrorContext

  constructor(code: ErrorCode, message: string, options: { context?: ErrorContext; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.context = options.context ?? {}
  }

  static override [Symbol.hasInstance](value: unknown): value is AppError {
    return typeof value === 'object' && value !== null && brand in value
  }
}

/** True for an `AppError`, optionally of one of the given codes. */
export function isAppError(error: unknown, ...codes: ErrorCode[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.includes(error.code))
}
