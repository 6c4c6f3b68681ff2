import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { type Digest, type DigestAlgorithm, digestOf } from '#lib/oci/digest.ts'

const pieceBytes = 1024 * 1024

/** The digest of `bytes`. Hashing a large document in one go would hold up everybody else, so others get their turn. */
export async function hashInPieces(bytes: Uint8Array, algorithm: DigestAlgorithm): Promise<Digest> {
  if (bytes.length <= pieceBytes) return digestOf(bytes, algorithm)
  const hash = createHash(algorithm)
  for (let offset = 0; offset < bytes.length; offset += pieceBytes) {
    hash.update(bytes.subarray(offset, offset + pieceBytes))
    await setImmediate()
  }
  return `${algorithm}:${hash.digest('hex')}` as Digest
}
