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

export function createSharedFlights(): SharedFlights {
  // Not a Map: the tables that one outgrows point to their successors, and once one of them is old, all that ever stood in
  // the later ones stays in memory until the next full collection.
  const flights: Record<string, Flight | undefined> = Object.create(null)

  /** Ends for this caller when its own signal does, whatever becomes of the shared request. */
  const wait = (key: string, flight: Flight, signal: AbortSignal | undefined): Promise<unknown> => {
    flight.waiting += 1
    return new Promise((resolve, reject) => {
      let hasLeft = false
      const leave = (): void => {
        if (hasLeft) return
        hasLeft = true
        signal?.removeEventListener('abort', onAbort)
        flight.waiting -= 1
        if (flight.waiting > 0) return
        if (flights[key] === flight) Reflect.deleteProperty(flights, key)
        if (signal?.aborted === true) flight.controller.abort(signal.reason)
      }
      const onAbort = (): void => {
        leave()
        try {
          assertNotCancelled(signal)
        } catch (error) {
          reject(error)
        }
      }
      signal?.addEventListener('abort', onAbort, { once: true })
      flight.promise.then(
        (result) => {
          leave()
          resolve(result)
        },
        (error: unknown) => {
          leave()
          reject(error)
        },
      )
    })
  }

  return {
    async join<Result>(
      key: string,
      signal: AbortSignal | undefined,
      start: (signal: AbortSignal) => Promise<Result>,
    ): Promise<Result> {
      assertNotCancelled(signal)
      let flight = flights[key]
      if (flight === undefined) {
        const controller = new AbortController()
        flight = { promise: start(controller.signal), controller, waiting: 0 }
        flights[key] = flight
      }
      return wait(key, flight, signal) as Promise<Result>
    },
  }
}
