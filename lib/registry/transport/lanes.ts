import { Client, type Dispatcher } from 'undici'
import { errorCodeOf } from './to-transport-error.ts'

/** What sends requests to one origin. */
export type Lanes = {
  readonly dispatch: (options: Options, handler: Handler) => void
  /** Resolves once everything that waits has been answered. */
  readonly close: () => Promise<void>
}

type Options = Dispatcher.DispatchOptions
/** `isOver`: nobody waits for the answer any more. */
type Handler = Dispatcher.DispatchHandler & { readonly isOver: boolean }
type Job = { readonly options: Options; readonly handler: Handler }

const brokenOff: readonly string[] = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']

/**
 * At most `count` connections to one origin, each with one request at a time. A connection is given the next request as
 * soon as its answer is complete, so that the registry works while the answer is read here; undici's pool lets another
 * turn of the event loop go by in between.
 */
export function createLanes(origin: string, count: number, options: Client.Options): Lanes {
  let all: readonly Client[] = []
  let free: Client[] = []
  const waiting: Job[] = []
  const answered: (() => void)[] = []
  // A server that hangs up after each answer without saying so must be noticed before the next request is written.
  let isPatient = false
  let onEmpty: (() => void) | null = null
  const isEmpty = (): boolean => waiting.length === 0 && free.length === all.length

  const create = (): Client | undefined => {
    if (all.length >= count) return undefined
    const client = new Client(origin, { ...options, pipelining: 1 })
    all = [...all, client]
    // undici gives up clients that could not connect: some of their failures leave a request counted for ever.
    client.once('connectionError', () => {
      all = all.filter((one) => one !== client)
      free = free.filter((one) => one !== client)
    })
    return client
  }
  const advance = (): void => {
    for (;;) {
      while (waiting[0]?.handler.isOver === true) waiting.shift()
      const [job] = waiting
      if (job === undefined) break
      const lane = free.pop() ?? create()
      if (lane === undefined) return
      waiting.shift()
      start(lane, job)
    }
    if (isEmpty()) onEmpty?.()
  }
  const release = (lane: Client): void => {
    if (all.includes(lane)) free.push(lane)
    advance()
  }
  const later = (deliver: () => void): void => {
    if (answered.push(deliver) > 1) return
    setImmediate(() => {
      for (const one of answered.splice(0)) one()
    })
  }
  const start = (lane: Client, { options: request, handler }: Job): void => {
    let isOver = false
    const end = (hasFailed: boolean): void => {
      if (isOver) return
      isOver = true
      if (isPatient || hasFailed) setImmediate(release, lane)
      // Not at once: what came along unasked must be refused first, not be taken for the next answer (GHSA-35p6-xmwp-9g52).
      else queueMicrotask(() => release(lane))
    }
    lane.dispatch(request, {
      onRequestStart: (controller, context) => handler.onRequestStart?.(controller, context),
      onResponseStart: (controller, status, headers, message) =>
        handler.onResponseStart?.(controller, status, headers, message),
      onResponseData: (controller, chunk) => handler.onResponseData?.(controller, chunk),
      onResponseEnd(controller, trailers) {
        // The next request goes out first; then this answer is looked at.
        end(false)
        later(() => handler.onResponseEnd?.(controller, trailers))
      },
      onResponseError(controller, error) {
        if (brokenOff.includes(errorCodeOf(error))) isPatient = true
        handler.onResponseError?.(controller, error)
        end(true)
      },
    })
  }

  return {
    dispatch(request, handler) {
      waiting.push({ options: request, handler })
      advance()
    },
    async close() {
      if (!isEmpty()) await new Promise<void>((resolve) => (onEmpty = resolve))
      await Promise.all(all.map((client) => client.close()))
    },
  }
}
