import { isAscii } from 'node:buffer'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { toObject } from '#lib/sbom/claimed-values.ts'
import { parseSbom, parseSbomText } from '#lib/sbom/parse-sbom.ts'
import type { SbomDocument } from '#lib/sbom/sbom-document.ts'
import { assertParsable } from './assert-parsable.ts'
import type { Wrapping } from './sbom-source.ts'

/** Reads the SBOM in a blob. Throws `SBOM_INVALID` or `SBOM_UNSUPPORTED`. */
export function readDocument(bytes: Uint8Array, wrapping: Wrapping): SbomDocument {
  if (wrapping === 'raw') return parseSbomText(decodeText(assertParsable(bytes, limits.maxParsedBytes)))
  return parseSbom(readPredicate(bytes, wrapping))
}

/** The predicate in a blob, decoded. Throws `SBOM_INVALID`. */
export function readPredicate(bytes: Uint8Array, wrapping: Exclude<Wrapping, 'raw'>): unknown {
  const outer = toObject(decodeJson(bytes))
  if (wrapping === 'statement') return outer?.predicate
  const envelope = wrapping === 'bundle' ? toObject(outer?.dsseEnvelope) : outer
  const payload = envelope?.payload
  if (typeof payload !== 'string') throw new AppError('SBOM_INVALID', 'The envelope has no payload.')
  const statement = toObject(decodeJson(Buffer.from(payload, 'base64')))
  return statement?.predicate
}

function decodeJson(bytes: Uint8Array): unknown {
  const text = decodeText(assertParsable(bytes, limits.maxParsedBytes))
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('SBOM_INVALID', 'The document is not valid JSON.', { cause })
  }
}

/** Text of bytes. ASCII, which most documents are, is copied without decoding: 5 instead of 35 ms for 48 MB. */
export function decodeText(bytes: Uint8Array): string {
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('SBOM_INVALID', 'The document is not UTF-8 text.', { cause })
  }
}
