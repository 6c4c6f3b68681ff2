import type { KeyObject } from 'node:crypto'

/** From–to of a trusted root, in milliseconds since the epoch; both ends belong to it, null is open. */
export type Validity = { readonly start: number | null; readonly end: number | null }

/** A transparency log that a trusted root holds. Never taken from the evidence. */
export type TransparencyLog = {
  /** The host and path of its address: the origin of its checkpoints, and the name of its signatures. */
  readonly origin: string
  /** SHA-256 of its key (Rekor v1), or the id that its checkpoints use (Rekor v2). */
  readonly logId: Uint8Array
  readonly key: KeyObject
  readonly validity: Validity
}

export const covers = ({ start, end }: Validity, atMs: number): boolean =>
  (start === null || start <= atMs) && (end === null || atMs <= end)
