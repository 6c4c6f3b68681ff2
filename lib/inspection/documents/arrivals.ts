import type { ArrivalListener } from '#lib/registry/image-source.ts'
import type { WorkerNote } from './worker-messages.ts'

/** Which blobs the worker has been told of while they arrived. */
export type Arrivals = {
  readonly listen: ArrivalListener
  /** The number under which the worker knows the memory; null when it does not. */
  readonly numberOf: (bytes: Uint8Array) => number | null
}

// Telling costs more than a piece of some kilobytes is worth.
const pieceBytes = 1024 * 1024

export function createArrivals(tell: (note: WorkerNote) => void): Arrivals {
  const known = new WeakMap<ArrayBufferLike, { readonly number: number; told: number }>()
  let last = 0
  const listen: ArrivalListener = (bytes, length) => {
    const arrival = known.get(bytes.buffer)
    if (arrival === undefined) {
      last += 1
      known.set(bytes.buffer, { number: last, told: length })
      tell({ kind: 'arriving', number: last, bytes, length })
    } else if (length - arrival.told >= pieceBytes || length === bytes.byteLength) {
      arrival.told = length
      tell({ kind: 'arrived', number: arrival.number, length })
    }
  }
  return { listen, numberOf: ({ buffer }) => known.get(buffer)?.number ?? null }
}
