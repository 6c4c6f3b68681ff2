/** Ends on its own, and with its parent; `release` lets go of the parent once the work is over. */
export type ChildController = {
  readonly signal: AbortSignal
  readonly abort: (reason?: unknown) => void
  readonly release: () => void
}

/** What `AbortSignal.any` does, at a fraction of its cost: that keeps weak references to every signal. */
export function createChildController(parent: AbortSignal | undefined): ChildController {
  const controller = new AbortController()
  const { signal } = controller
  const abort = (reason?: unknown): void => controller.abort(reason)
  if (parent === undefined) return { signal, abort, release: () => {} }
  const follow = (): void => controller.abort(parent.reason)
  if (parent.aborted) follow()
  else parent.addEventListener('abort', follow, { once: true })
  return { signal, abort, release: () => parent.removeEventListener('abort', follow) }
}
