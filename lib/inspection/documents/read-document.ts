import { isAscii } from 'node:buffer'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { toObject } from '#lib/sbom/claimed-values.ts'
import { parseSbom, parseSbomText } from '#lib/sbom/parse-sbom.ts'
import type { SbomDocument } from '#lib/sbom/sbom-document.ts'
import { assertParsable } from './assert-parsable.ts'
import type { Wrapping } from './sbom-source.ts'

/** Reads the SBOM in a blob. Throws `SBOM_INVALID`, `SBOM_UNSUPPORTED` or `LIMIT_EXCEEDED`. */
export function readDocument(bytes: Uint8Array, wrapping: Wrapping): SbomDocument {
  if (wrapping === 'raw') return parseSbomText(decodeText(bytes))
  return parseSbom(toObject(decodeJson(readStatementText(bytes, wrapping)))?.predicate)
}

/** The text of the statement in a blob. Throws `SBOM_INVALID` or `LIMIT_EXCEEDED`. */
export function readStatementText(bytes: Uint8Array, wrapping: Exclude<Wrapping, 'raw'>): string {
  if (wrapping === 'statement') return decodeText(bytes)
  const outer = toObject(decodeJson(decodeText(bytes)))
  const envelope = wrapping === 'bundle' ? toObject(outer?.dsseEnvelope) : outer
  const payload = envelope?.payload
  if (typeof payload !== 'string') throw new AppError('SBOM_INVALID', 'The envelope has no payload.')
  return decodeText(Buffer.from(payload, 'base64'))
}

/** JSON text decoded. Throws `SBOM_INVALID`. */
export function decodeJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('SBOM_INVALID', 'The document is not valid JSON.', { cause })
  }
}

/** Text of bytes that is safe to parse. ASCII, which most documents are, is copied without decoding. */
export function decodeText(bytes: Uint8Array): string {
  assertParsable(bytes, limits.maxParsedBytes)
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('SBOM_INVALID', 'The document is not UTF-8 text.', { cause })
  }
}
