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
  const flights = new Map<string, Flight>()

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
        if (flights.get(key) === flight) flights.delete(key)
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
      let flight = flights.get(key)
      if (flight === undefined) {
        const controller = new AbortController()
        flight = { promise: start(controller.signal), controller, waiting: 0 }
        flights.set(key, flight)
      }
      return wait(key, flight, signal) as Promise<Result>
    },
  }
}
