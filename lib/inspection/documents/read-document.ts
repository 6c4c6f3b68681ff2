import { isAscii } from 'node:buffer'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { assertStrictJson } from '#lib/evidence/strict-json.ts'
import { toObject } from '#lib/sbom/claimed-values.ts'
import { parseSbom, parseSbomText } from '#lib/sbom/parse-sbom.ts'
import type { SbomDocument } from '#lib/sbom/sbom-document.ts'
import { assertParsable } from './assert-parsable.ts'
import type { Wrapping } from './sbom-source.ts'

/** A document, and the JSON text that it was read from; null for tag-value. */
export type ReadDocument = { readonly document: SbomDocument; readonly json: string | null }

/** Reads the SBOM in a blob. Throws `SBOM_INVALID`, `SBOM_UNSUPPORTED` or `LIMIT_EXCEEDED`. */
export function readDocument(bytes: Uint8Array, wrapping: Wrapping): ReadDocument {
  if (wrapping === 'raw') {
    const text = decodeText(bytes)
    const document = parseSbomText(text)
    return { document, json: document.facts.format === 'spdx-tag-value' ? null : text }
  }
  const json = readStatementText(bytes, wrapping)
  return { document: parseSbom(toObject(decodeJson(json))?.predicate), json }
}

/** What a strict reader finds wrong with JSON text, as a sentence; null when that is nothing. */
export function findJsonProblem(json: string): string | null {
  try {
    assertStrictJson(json, { maxDepth: limits.maxJsonDepth })
    return null
  } catch (error) {
    if (error instanceof SyntaxError) return `Readers may disagree about the document: ${error.message}.`
    throw error
  }
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
