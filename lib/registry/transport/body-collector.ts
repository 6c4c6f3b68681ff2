import { createHash, type Hash, hash } from 'node:crypto'
import type { DigestAlgorithm } from '#lib/oci/digest.ts'
import type { ArrivalListener } from '../image-source.ts'

// Below this, one hash over the whole costs less than hashing piece by piece; above, it would hold the event loop.
const smallBytes = 1024 * 1024

/** Collects a body up to a bound and hashes it. Memory grows with what arrived, not with what was announced. */
export type BodyCollector = {
  /** False when the bound was passed: the piece was not taken. */
  readonly push: (chunk: Uint8Array) => boolean
  readonly finish: () => { readonly bytes: Buffer; readonly hex: string | null }
}

export function createBodyCollector(
  maxBytes: number,
  claimedBytes: number | null,
  algorithm: DigestAlgorithm | null,
  { onArriving }: { readonly onArriving?: ArrivalListener | undefined } = {},
): BodyCollector {
  let chunks: Uint8Array[] = []
  let whole: Buffer<SharedArrayBuffer> | null = null
  let hasher: Hash | null = null
  let length = 0

  function becomeLarge(): void {
    if (algorithm !== null) {
      hasher = createHash(algorithm)
      for (const chunk of chunks) hasher.update(chunk)
    }
    // One allocation of the announced size, once a part of it has really come and it is within the bound.
    if (claimedBytes === null || claimedBytes < length || claimedBytes > maxBytes) return
    // Shared, so that a worker can read it without a copy.
    whole = copyInto(Buffer.from(new SharedArrayBuffer(claimedBytes)), chunks)
    chunks = []
  }

  return {
    push(chunk) {
      const before = length
      length += chunk.length
      if (length > maxBytes) return false
      if (whole !== null && length > whole.length) {
        chunks = [whole.subarray(0, before)]
        whole = null
      }
      if (whole === null) chunks.push(chunk)
      else whole.set(chunk, before)
      hasher?.update(chunk)
      if (before < smallBytes && length >= smallBytes) becomeLarge()
      if (whole !== null) onArriving?.(whole, length)
      return true
    },
    finish() {
      const bytes = whole === null ? join(chunks, length) : whole.subarray(0, length)
      if (algorithm === null) return { bytes, hex: null }
      return { bytes, hex: hasher === null ? hash(algorithm, bytes, 'hex') : hasher.digest('hex') }
    },
  }
}

// Not from Buffer's shared pool: what is kept or transferred must own its memory.
const join = (chunks: readonly Uint8Array[], size: number): Buffer => copyInto(Buffer.allocUnsafeSlow(size), chunks)

function copyInto<Memory extends Buffer>(bytes: Memory, chunks: readonly Uint8Array[]): Memory {
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}
