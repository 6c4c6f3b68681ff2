import { randomInt } from 'node:crypto'
import { AppError } from '#lib/errors/app-error.ts'

/**
 * Memory that JSON.parse takes for a byte, by what the byte begins: measured with Node 24 over lists, objects, unique
 * keys and short strings, rounded up. Real documents come to 5–8 bytes for each of theirs, `[[[[…` to 64.
 */
const costs = new Uint8Array(256).fill(1)
for (const [mark, cost] of Object.entries({ '[': 64, '{': 200, ':': 96, ',': 16, '"': 16, '\\': 8 }))
  costs[mark.charCodeAt(0)] = cost

const windowBytes = 4096
const windowsLeftOut = 16

/**
 * Throws `LIMIT_EXCEEDED` when parsing the JSON text would take more than `maxParsedBytes`. A thread that runs out of
 * memory inside JSON.parse ends the whole process, so this is asked before. Looks at a sixteenth of the bytes, at
 * places that nobody can foresee; smaller texts are counted whole.
 */
export function assertParsable(bytes: Uint8Array, maxParsedBytes: number): void {
  assertRoom(estimateParsedBytes(bytes), maxParsedBytes)
}

/** The same for JSON text that stands in base64 somewhere in the bytes, in whichever of the four positions. */
export function assertPayloadParsable(bytes: Uint8Array, maxParsedBytes: number): void {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (const shift of [0, 1, 2, 3]) {
    const { sum, seen } = sample(bytes, 4 * windowsLeftOut, (from, to) => {
      const decoded = Buffer.from(text.toString('latin1', from + shift, to - 4 + shift), 'base64')
      return sumCosts(decoded, 0, decoded.byteLength)
    })
    assertRoom((sum / Math.max(seen, 1)) * bytes.byteLength, maxParsedBytes)
  }
}

/** Throws `LIMIT_EXCEEDED` when an estimate of `estimateParsedBytes` is above the bound. */
export function assertRoom(estimate: number, maxParsedBytes: number): void {
  if (estimate <= maxParsedBytes) return
  throw new AppError('LIMIT_EXCEEDED', 'The document would take more memory than is given to one.', {
    context: { limit: 'maxParsedBytes', allowed: maxParsedBytes, estimated: Math.round(estimate) },
  })
}

/** Bytes of memory, about. */
export function estimateParsedBytes(bytes: Uint8Array): number {
  if (bytes.byteLength < windowBytes * windowsLeftOut * windowsLeftOut) return sumCosts(bytes, 0, bytes.byteLength)
  const { sum, seen } = sample(bytes, windowsLeftOut, (from, to) => sumCosts(bytes, from, to))
  return (sum / seen) * bytes.byteLength
}

function sample(bytes: Uint8Array, leftOut: number, count: (from: number, to: number) => number) {
  const stride = windowBytes * leftOut
  let sum = 0
  let seen = 0
  for (let start = 0; start + stride <= bytes.byteLength; start += stride) {
    // Windows begin at multiples of four, so that every one of them has base64 in the same position.
    const from = start + 4 * randomInt((stride - windowBytes) / 4)
    sum += count(from, from + windowBytes)
    seen += windowBytes
  }
  return { sum, seen }
}

function sumCosts(bytes: Uint8Array, from: number, to: number): number {
  let sum = 0
  for (let at = from; at < to; at += 1) sum += costs[bytes[at] ?? 0] ?? 0
  return sum
}
