import { setImmediate } from 'node:timers/promises'

export type SharedBytes = Uint8Array<SharedArrayBuffer>

// 4 MiB are copied in about two milliseconds, most of which the system takes to give the memory.
const pieceBytes = 4 * 1024 * 1024

/**
 * Bytes that a worker can read where they are. What arrived in shared memory is given as it is; anything else is copied a
 * piece at a time, so that it never blocks the server for longer than a piece takes. Nobody may write to them any more.
 */
export async function shareBytes(bytes: Uint8Array): Promise<SharedBytes> {
  if (isShared(bytes)) return bytes
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength))
  for (let at = 0; at < bytes.byteLength; at += pieceBytes) {
    copy.set(bytes.subarray(at, at + pieceBytes), at)
    if (at + pieceBytes < bytes.byteLength) await setImmediate()
  }
  return copy
}

const isShared = (bytes: Uint8Array): bytes is SharedBytes => bytes.buffer instanceof SharedArrayBuffer
