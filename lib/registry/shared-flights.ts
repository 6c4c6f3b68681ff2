import { assertNotCancelled } from './assert-not-cancelled.ts'

/** Lets callers who want the same thing at the same time share one request. */
export type SharedFlights = {
  /** Joins the request under `key` or starts it. It is given up only when all who joined it have gone away. */
  join<Result>(
    key: string,
    signal: AbortSignal | undefined,
    start: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result>
}

type Flight = { readonly promise: Promise<unknown>; readonly controller: AbortController; waiting: number }

/** Ends for this caller when its own signal does, whatever becomes of the shared request. */
function untilCancelled<Result>(promise: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      try {
        assertNotCancelled(signal)
      } catch (error) {
        reject(error)
      }
    }
    signal.addEventListener('abort', leave, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

export function createSharedFlights(): SharedFlights {
  const flights = new Map<string, Flight>()

  return {
    async join<Result>(
      key: string,
      signal: AbortSignal | undefined,
      start: (signal: AbortSignal) => Promise<Result>,
    ): Promise<Result> {
      assertNotCancelled(signal)
      let flight = flights.get(key)
      if (flight === undefined) {
        const controller = new AbortController()
        const promise = start(controller.signal)
        flight = { promise, controller, waiting: 0 }
        flights.set(key, flight)
        const own = flight
        const land = () => {
          if (flights.get(key) === own) flights.delete(key)
        }
        promise.then(land, land)
      }
      flight.waiting += 1
      const joined = flight
      try {
        const promise = joined.promise as Promise<Result>
        return await (signal === undefined ? promise : untilCancelled(promise, signal))
      } finally {
        joined.waiting -= 1
        if (joined.waiting === 0) {
          if (flights.get(key) === joined) flights.delete(key)
          if (signal?.aborted === true) joined.controller.abort(signal.reason)
        }
      }
    },
  }
}
