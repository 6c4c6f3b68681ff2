import { AppError } from '#lib/errors/app-error.ts'

// On globalThis: Next bundles the start-up code and the route handlers apart.
const holder = globalThis as typeof globalThis & { touchstoneShutdown?: AbortController }

const controller = (): AbortController => {
  holder.touchstoneShutdown ??= new AbortController()
  return holder.touchstoneShutdown
}

/** Ends when the server stops: work and streams that are still open then give up. */
export const shutdownSignal = (): AbortSignal => controller().signal

export function endOpenWork(): void {
  controller().abort(new AppError('REQUEST_CANCELLED', 'The server is stopping.'))
}
