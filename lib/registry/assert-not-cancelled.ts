import { AppError } from '#lib/errors/app-error.ts'

/** Throws `REQUEST_CANCELLED` once the client has gone away, `REGISTRY_TIMEOUT` once the time for the whole is over. */
export function assertNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  const isTimeout = signal.reason instanceof Error && signal.reason.name === 'TimeoutError'
  throw isTimeout
    ? new AppError('REGISTRY_TIMEOUT', 'The answer took longer than is waited for.', { cause: signal.reason })
    : new AppError('REQUEST_CANCELLED', 'Nobody waits for this answer any more.', { cause: signal.reason })
}
