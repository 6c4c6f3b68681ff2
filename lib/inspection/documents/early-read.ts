import { limits } from '#lib/config/limits.ts'
import { createBase64Decoder } from '#lib/evidence/decode-base64.ts'
import { isJsonObject } from '#lib/evidence/json-object.ts'
import { createPiecewiseJson } from '#lib/evidence/parse-in-pieces.ts'
import { findPayload, notePayload } from '#lib/evidence/parse-strict-bytes.ts'
import { assertRoom, estimateParsedBytes } from './assert-parsable.ts'
import type { SharedBytes } from './share-bytes.ts'

/**
 * Does, while a large blob arrives, what does not need the whole of it: decodes the payload of an envelope, measures how
 * it nests, and parses its long lists, or those of a bare document. Nothing of it is believed before the blob has its
 * digest: it only waits for whoever reads the same memory then.
 */
export type EarlyRead = {
  /** The first `length` bytes are there. Never throws. */
  readonly advance: (length: number) => void
  /**
   * Hands over what was done, about `bytes`, which are the same memory: a bare document's value here, an envelope's to
   * the readers of envelopes and statements.
   */
  readonly claim: (bytes: SharedBytes) => ClaimedRead | null
  /** Gives the memory back. */
  readonly drop: () => void
}

// A bundle's certificates and proofs come before its payload; they have some ten kilobytes.
const headBytes = 256 * 1024

/** `ready`: its readers find most of it parsed, and there is room for the rest. */
export type ClaimedRead = { readonly kind: 'value'; readonly value: unknown } | { readonly kind: 'ready' }

// What is beside the lists is estimated by whoever reads it, unless it is as little as this.
const maxRestBytes = 1024 * 1024

export function createEarlyRead(bytes: SharedBytes): EarlyRead {
  let reader: EarlyRead | null = null
  let isUseless = false
  const start = (length: number): EarlyRead | null => {
    const place = findPayload(bytes, Math.min(length, headBytes))
    if (place !== null) return createPayloadReader(bytes, place.from)
    return length < Math.min(headBytes, bytes.byteLength) ? null : createDocumentReader(bytes)
  }
  const drop = (): void => {
    isUseless = true
    reader?.drop()
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
    claim(blob) {
      try {
        return reader?.claim(blob) ?? null
      } catch {
        return null
      }
    },
    drop,
  }
}

function createDocumentReader(bytes: SharedBytes): EarlyRead {
  const json = createPiecewiseJson({ maxDepth: Number.POSITIVE_INFINITY, listDepth: 2, onPiece: createBudget() })
  let isWhole = false
  return {
    advance(length) {
      if (length < bytes.byteLength) return json.advance(bytes, length)
      json.finish(bytes, length)
      isWhole = true
    },
    claim() {
      const rest = isWhole ? json.toRest(bytes, bytes.byteLength) : null
      const value: unknown = rest === null || rest.length > maxRestBytes ? null : JSON.parse(rest)
      return isJsonObject(value) && json.restore(value) ? { kind: 'value', value } : null
    },
    drop: () => {},
  }
}

const quote = 0x22

function createPayloadReader(bytes: SharedBytes, from: number): EarlyRead {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = createBase64Decoder(bytes.byteLength - from)
  const json = createPiecewiseJson({ maxDepth: limits.maxJsonDepth, listDepth: 3, onPiece: createBudget() })
  let at = from
  let end: number | null = null
  let payload: Uint8Array | null = null
  const decode = (to: number): void => {
    if (!decoder.push(bytes, at, to)) throw new SyntaxError('it is not base64')
    at = to
    const decoded = decoder.decoded()
    json.advance(decoded, decoded.byteLength)
  }
  return {
    advance(length) {
      if (end !== null) return
      const found = buffer.subarray(at, length).indexOf(quote)
      if (found === -1) return decode(length - ((length - from) % 4))
      end = at + found
      decode(end)
      payload = decoder.finish()
      if (payload !== null) json.finish(payload, payload.byteLength)
    },
    claim(blob) {
      if (end === null || payload === null) return null
      notePayload(blob, { from, to: end, payload, json })
      const rest = json.toRest(payload, payload.byteLength)
      const isSmall = rest !== null && rest.length + blob.byteLength - (end - from) <= maxRestBytes
      return isSmall ? { kind: 'ready' } : null
    },
    // Not left to the collector: it is tens of megabytes, and what comes next needs them.
    drop: () => void decoder.decoded().buffer.transfer(0),
  }
}

/** The pieces of a document may take as much memory as the whole. */
function createBudget(): (piece: Uint8Array) => void {
  let estimate = 0
  return (piece) => {
    estimate += estimateParsedBytes(piece)
    assertRoom(estimate, limits.maxParsedBytes)
  }
}
