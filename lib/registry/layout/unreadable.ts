import { AppError, type ErrorContext } from '#lib/errors/app-error.ts'

export function unreadable(message: string, context: ErrorContext = {}, cause?: unknown): AppError {
  return new AppError('LAYOUT_UNREADABLE', message, { context, cause })
}

export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')
}
