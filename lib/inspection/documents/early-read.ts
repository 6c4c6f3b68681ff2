import { limits } from '#lib/config/limits.ts'
import { createBase64Decoder } from '#lib/evidence/decode-base64.ts'
import { findPayload, notePayload } from '#lib/evidence/parse-strict-bytes.ts'
import { createContainerScan } from '#lib/evidence/scan-containers.ts'
import type { SharedBytes } from './share-bytes.ts'

/**
 * Does, while a large blob arrives, what does not need the whole of it: decodes the payload of an envelope and measures
 * how it nests, or copies a bare document to where it becomes text sooner. Nothing of it is believed before the blob has
 * its digest: it only waits for whoever reads the same memory then.
 */
export type EarlyRead = {
  /** The first `length` bytes are there. Never throws. */
  readonly advance: (length: number) => void
  /** Hands over what was done, about `bytes`, which are the same memory: a copy of a bare document, otherwise null. */
  readonly claim: (bytes: SharedBytes) => Uint8Array | null
  /** Gives the memory back. */
  readonly drop: () => void
}

type Reader = Omit<EarlyRead, 'drop'> & { readonly memory: () => ArrayBuffer }

// A bundle's certificates and proofs come before its payload; they have some ten kilobytes.
const headBytes = 256 * 1024

export function createEarlyRead(bytes: SharedBytes): EarlyRead {
  let reader: Reader | null = null
  let isUseless = false
  const start = (length: number): Reader | null => {
    const place = findPayload(bytes, Math.min(length, headBytes))
    if (place !== null) return createPayloadReader(bytes, place.from)
    return length < Math.min(headBytes, bytes.byteLength) ? null : createCopier(bytes)
  }
  const drop = (): void => {
    isUseless = true
    // Not left to the collector: it is tens of megabytes, and what comes next needs them.
    reader?.memory().transfer(0)
    reader = null
  }
  return {
    advance(length) {
      if (isUseless) return
      try {
        reader ??= start(length)
        reader?.advance(length)
      } catch {
        // Too deep, no base64, no memory: whoever reads it will say so in its own words.
        drop()
      }
    },
    claim: (blob) => (isUseless ? null : (reader?.claim(blob) ?? null)),
    drop,
  }
}

function createCopier(bytes: SharedBytes): Reader {
  const copy = new Uint8Array(new ArrayBuffer(bytes.byteLength))
  let at = 0
  return {
    advance(length) {
      copy.set(bytes.subarray(at, length), at)
      at = length
    },
    claim: () => (at === bytes.byteLength ? copy : null),
    memory: () => copy.buffer,
  }
}

const quote = 0x22

function createPayloadReader(bytes: SharedBytes, from: number): Reader {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = createBase64Decoder(bytes.byteLength - from)
  const scan = createContainerScan(limits.maxJsonDepth)
  let at = from
  let end: number | null = null
  let payload: Uint8Array | null = null
  const decode = (to: number): void => {
    if (!decoder.push(bytes, at, to)) throw new SyntaxError('it is not base64')
    at = to
    const decoded = decoder.decoded()
    scan.advance(decoded, decoded.byteLength)
  }
  return {
    advance(length) {
      if (end !== null) return
      const found = buffer.subarray(at, length).indexOf(quote)
      if (found === -1) return decode(length - ((length - from) % 4))
      end = at + found
      decode(end)
      payload = decoder.finish()
    },
    claim(blob) {
      if (end !== null && payload !== null) notePayload(blob, { from, to: end, payload, scan })
      return null
    },
    memory: () => decoder.decoded().buffer,
  }
}
