import { setImmediate } from 'node:timers/promises'

// 4 MiB are copied in about a millisecond.
const pieceBytes = 4 * 1024 * 1024

/**
 * Copies bytes into memory that threads share, a piece at a time, so that handing 48 MB to a worker never blocks the
 * server for longer than a piece takes.
 */
export async function shareBytes(bytes: Uint8Array): Promise<Uint8Array> {
  if (bytes.buffer instanceof SharedArrayBuffer) return bytes
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.byteLength))
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    shared.set(bytes.subarray(at, at + pieceBytes), at)
    await setImmediate()
  }
  return shared
}
