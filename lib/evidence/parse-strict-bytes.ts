import { randomUUID } from 'node:crypto'
import { decodeCanonicalBase64 } from './decode-base64.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import type { PiecewiseJson } from './parse-in-pieces.ts'
import { createContainerScan } from './scan-containers.ts'
import type { ScanOptions } from './scan-json.ts'
import { decodeUtf8, parseStrictJson } from './strict-json.ts'

/** An envelope's payload that was decoded while the envelope was coming in, and from where; and what is known of its JSON. */
export type EarlyPayload = {
  readonly from: number
  readonly to: number
  readonly payload: Uint8Array
  readonly json: PiecewiseJson
}

const payloads = new WeakMap<Uint8Array, EarlyPayload>()
const parsed = new WeakMap<Uint8Array, PiecewiseJson>()

/** Notes what is known of an envelope's bytes, so that whoever reads exactly these bytes need not find it out again. */
export function notePayload(bytes: Uint8Array, early: EarlyPayload): void {
  payloads.set(bytes, early)
  parsed.set(early.payload, early.json)
}

// Below these the detour costs more than it saves.
const longPayloadBytes = 64 * 1024
const longMemberBytes = 1024 * 1024

/**
 * Reads the bytes of an envelope, alone or in a bundle, as `parseStrictJson` does their text. A long payload is
 * decoded from where it stands, and is a `Uint8Array` in the value, which no JSON holds. Throws a `SyntaxError`.
 */
export function parseStrictEnvelope(bytes: Uint8Array, options: Pick<ScanOptions, 'maxDepth'>): unknown {
  const place = bytes.byteLength < longPayloadBytes ? null : findPayload(bytes, bytes.byteLength)
  if (place === null || place.to === null || place.to - place.from < longPayloadBytes) return parseWhole(bytes, options)
  const { from, to } = place
  const early = payloads.get(bytes)
  const isEarly = early !== undefined && early.from === from && early.to === to
  const payload = isEarly ? early.payload : decodeCanonicalBase64(bytes, from, to)
  if (payload === null) return parseWhole(bytes, options)
  const standIn = randomUUID()
  const rest = concatText(bytes.subarray(0, from), standIn, bytes.subarray(to))
  const value = parseStrictJson(rest, options)
  const outer = isJsonObject(value) ? value : {}
  const holder = isJsonObject(outer.dsseEnvelope) ? outer.dsseEnvelope : outer
  if (holder.payload !== standIn) return parseWhole(bytes, options)
  Object.assign(holder, { payload })
  return value
}

const parseWhole = (bytes: Uint8Array, options: ScanOptions): unknown => parseStrictJson(decodeUtf8(bytes), options)

/** Joins what is left and right of a stand-in. Both are cut at ASCII, so that each is UTF-8 if the whole is. */
const concatText = (left: Uint8Array, middle: string, right: Uint8Array): string =>
  `${decodeUtf8(left)}${middle}${decodeUtf8(right)}`

const payloadName = Buffer.from('"payload"')
const quote = 0x22
const colon = 0x3a
const backslash = 0x5c

/**
 * Where the text of the first `"payload"` begins and ends in the first `length` bytes, without its quotes; `to` is null
 * when the end has not come yet. Null when there is none. The caller makes sure that it is the member it looks for.
 */
export function findPayload(bytes: Uint8Array, length: number): { from: number; to: number | null } | null {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, length)
  const name = buffer.indexOf(payloadName)
  if (name < 1 || buffer[name - 1] === backslash) return null
  const afterName = skipSpace(buffer, name + payloadName.length)
  if (buffer[afterName] !== colon) return null
  const opening = skipSpace(buffer, afterName + 1)
  if (buffer[opening] !== quote) return null
  const from = opening + 1
  const to = buffer.indexOf(quote, from)
  return { from, to: to === -1 ? null : to }
}

function skipSpace(buffer: Buffer, from: number): number {
  let at = from
  while (buffer[at] === 0x20 || buffer[at] === 0x0a || buffer[at] === 0x0d || buffer[at] === 0x09) at += 1
  return at
}

/**
 * Reads bytes as `parseStrictJson` does their text. A member of megabytes of whose inside only the depth is looked at is
 * found and measured in the bytes, and parsed by itself. Throws a `SyntaxError`.
 */
export function parseStrictBytes(bytes: Uint8Array, options: ScanOptions & { readonly opaqueMember: string }): unknown {
  if (bytes.byteLength < longMemberBytes) return parseWhole(bytes, options)
  const early = parsed.get(bytes)
  const restored = early?.maxDepth === options.maxDepth ? restore(early, bytes, options) : null
  if (restored !== null) return restored
  const scan = createContainerScan(options.maxDepth)
  scan.advance(bytes, bytes.byteLength)
  const place = scan.largest()
  if (place === null || place.to - place.from < longMemberBytes) return parseWhole(bytes, options)
  const standIn = randomUUID()
  const rest = concatText(bytes.subarray(0, place.from), `"${standIn}"`, bytes.subarray(place.to))
  const value = parseStrictJson(rest, options)
  if (!isJsonObject(value) || value[options.opaqueMember] !== standIn) return parseWhole(bytes, options)
  return Object.assign(value as { [name: string]: unknown }, {
    [options.opaqueMember]: JSON.parse(decodeUtf8(bytes.subarray(place.from, place.to))),
  }) as JsonObject
}

/** The value whose lists were parsed before; null when they are elsewhere than in the opaque member, or there are none. */
function restore(
  early: PiecewiseJson,
  bytes: Uint8Array,
  options: ScanOptions & { readonly opaqueMember: string },
): JsonObject | null {
  const rest = early.toRest(bytes, bytes.byteLength)
  const value = rest === null ? null : parseStrictJson(rest, options)
  const holder = isJsonObject(value) ? value[options.opaqueMember] : null
  return isJsonObject(value) && isJsonObject(holder) && early.restore(holder) ? value : null
}
