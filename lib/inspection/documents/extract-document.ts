import { AppError } from '#lib/errors/app-error.ts'
import { toObject } from '#lib/sbom/claimed-values.ts'
import { unwrapSbom } from '#lib/sbom/identify-sbom.ts'
import { decodeJson, readText } from './read-document.ts'
import type { Wrapping } from './sbom-source.ts'
import { sliceMember } from './slice-member.ts'

/** The document that a blob wraps, for download: the blob itself, the predicate exactly as it stands, or its text. */
export function extractDocument(bytes: Uint8Array, wrapping: Wrapping): Uint8Array {
  if (wrapping === 'raw') return bytes
  const text = readText(bytes, wrapping)
  const predicate = toObject(decodeJson(text))?.predicate
  const document = unwrapSbom(predicate)
  if (typeof document === 'string') return new TextEncoder().encode(document)
  if (toObject(document) === null) throw new AppError('SBOM_INVALID', 'The statement has no document.')
  const exact = document === predicate ? sliceMember(text, 'predicate') : null
  return new TextEncoder().encode(exact ?? JSON.stringify(document))
}
