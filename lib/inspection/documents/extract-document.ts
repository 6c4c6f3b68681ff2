import { AppError } from '#lib/errors/app-error.ts'
import { toObject } from '#lib/sbom/claimed-values.ts'
import { unwrapSbom } from '#lib/sbom/identify-sbom.ts'
import { readPredicate } from './read-document.ts'
import type { Wrapping } from './sbom-source.ts'

/** The document that a blob wraps, for download: the blob itself, the predicate's text, or its JSON. */
export function extractDocument(bytes: Uint8Array, wrapping: Wrapping): Uint8Array {
  if (wrapping === 'raw') return bytes
  const document = unwrapSbom(readPredicate(bytes, wrapping))
  if (typeof document === 'string') return new TextEncoder().encode(document)
  if (toObject(document) === null) throw new AppError('SBOM_INVALID', 'The statement has no document.')
  return new TextEncoder().encode(JSON.stringify(document, null, 1))
}
