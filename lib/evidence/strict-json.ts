import { isAscii, isUtf8 } from 'node:buffer'
import { isJsonObject } from './json-object.ts'
import { type ScanOptions, scanJson } from './scan-json.ts'

/** UTF-8 text of `bytes`; throws a `SyntaxError` for invalid UTF-8. A byte order mark stays and is refused by the parser. */
export function decodeUtf8(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  // ASCII, which most documents are, is copied without decoding: a tenth of the time for 48 MB.
  if (isAscii(buffer)) return buffer.toString('latin1')
  if (!isUtf8(buffer)) throw new SyntaxError('it is not UTF-8')
  return buffer.toString('utf8')
}

/**
 * Reads JSON that every reader understands alike (RFC 8259, and RFC 7493 where it forbids what readers disagree about): no
 * object has a name twice, no string half of a surrogate pair, no number is beyond a double. Throws a `SyntaxError` with
 * the reason.
 */
export function parseStrictJson(text: string, options: ScanOptions): unknown {
  assertStrictJson(text, options)
  return text.length < longTextLength ? JSON.parse(text) : parseAroundPayload(text)
}

// Below this the detour costs more than it saves.
const longTextLength = 1024 * 1024
const payloadStart = /(?<!\\)"payload"\s*:\s*"/
// No text that is JSON can hold it unescaped, so it cannot be mistaken for anything that stands there.
const standIn = '\u0000payload'

/**
 * Parses an envelope, alone or in a bundle, whose payload is megabytes of base64: the parser would copy it, so it is taken
 * out before and put back after; its reader refuses what is not base64. Whatever is not exactly so is parsed as it stands.
 */
function parseAroundPayload(text: string): unknown {
  const found = payloadStart.exec(text)
  if (found === null) return JSON.parse(text)
  const start = found.index + found[0].length
  const end = text.indexOf('"', start)
  const payload = text.slice(start, end)
  if (end - start < longTextLength || payload.includes('\\')) return JSON.parse(text)
  const value: unknown = JSON.parse(`${text.slice(0, start)}\\u0000payload${text.slice(end)}`)
  const outer = isJsonObject(value) ? value : {}
  const holder = isJsonObject(outer.dsseEnvelope) ? outer.dsseEnvelope : outer
  if (holder.payload !== standIn) return JSON.parse(text)
  Object.assign(holder, { payload })
  return value
}

/** Scans JSON text for what readers disagree about; text that is no JSON at all is left to the parser to refuse. */
export function assertStrictJson(text: string, options: ScanOptions): void {
  if (!text.isWellFormed()) throw new SyntaxError('it has half of a surrogate pair')
  scanJson(text, options)
}
