import { isAscii } from 'node:buffer'
import { parseEnvelope } from '#lib/attestation/envelope.ts'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { parseStrictEnvelope } from '#lib/evidence/parse-strict-bytes.ts'
import { assertStrictJson } from '#lib/evidence/strict-json.ts'
import { toObject } from '#lib/sbom/claimed-values.ts'
import { parseSbom, parseSbomText } from '#lib/sbom/parse-sbom.ts'
import type { SbomDocument } from '#lib/sbom/sbom-document.ts'
import { assertParsable } from './assert-parsable.ts'
import type { Wrapping } from './sbom-source.ts'

/** Reads the SBOM in a blob. Throws `SBOM_INVALID`, `SBOM_UNSUPPORTED` or `LIMIT_EXCEEDED`. */
export function readDocument(bytes: Uint8Array, wrapping: Wrapping): SbomDocument {
  const text = readText(bytes, wrapping)
  return wrapping === 'raw' ? parseSbomText(text) : parseSbom(toObject(decodeJson(text))?.predicate)
}

/** What a strict reader finds wrong with the JSON in a blob, as a sentence; null when that is nothing. */
export function findJsonProblem(bytes: Uint8Array, wrapping: Wrapping): string | null {
  try {
    assertStrictJson(readText(bytes, wrapping), { maxDepth: limits.maxJsonDepth })
    return null
  } catch (error) {
    if (error instanceof SyntaxError) return `Readers may disagree about the document: ${error.message}.`
    throw error
  }
}

/** The text of a document, or of the statement around it. Throws `SBOM_INVALID` or `LIMIT_EXCEEDED`. */
export function readText(bytes: Uint8Array, wrapping: Wrapping): string {
  if (wrapping === 'raw' || wrapping === 'statement') return decodeText(bytes)
  return decodeText(readPayload(bytes, wrapping))
}

/** By the readers that verified it: two decoders could see two documents. */
function readPayload(bytes: Uint8Array, wrapping: 'dsse' | 'bundle'): Uint8Array {
  assertParsable(bytes, limits.maxParsedBytes)
  try {
    const outer = parseStrictEnvelope(bytes, { maxDepth: limits.maxJsonDepth })
    return parseEnvelope(wrapping === 'bundle' ? toObject(outer)?.dsseEnvelope : outer).payload
  } catch (cause) {
    if (cause instanceof EvidenceError) throw new AppError('SBOM_INVALID', cause.message, { cause })
    if (cause instanceof SyntaxError)
      throw new AppError('SBOM_INVALID', 'The envelope of the document cannot be read.', { cause })
    throw cause
  }
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
function decodeText(bytes: Uint8Array): string {
  assertParsable(bytes, limits.maxParsedBytes)
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new AppError('SBOM_INVALID', 'The document is not UTF-8 text.', { cause })
  }
}
