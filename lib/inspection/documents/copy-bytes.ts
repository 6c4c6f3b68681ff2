import { setImmediate } from 'node:timers/promises'

// 4 MiB are copied in about two milliseconds, most of which the system takes to give the memory.
const pieceBytes = 4 * 1024 * 1024

/**
 * Copies bytes a piece at a time, so that it never blocks the server for longer than a piece takes. The copy can be
 * given away to a worker: whoever else holds the bytes (a cache that writes them to disk) keeps them.
 */
export async function copyBytes(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const copy = new Uint8Array(new ArrayBuffer(bytes.byteLength))
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    copy.set(bytes.subarray(at, at + pieceBytes), at)
    if (at + pieceBytes < bytes.byteLength) await setImmediate()
  }
  return copy
}
