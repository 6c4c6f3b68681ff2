import { limits } from '#lib/config/limits.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { decodeUtf8, parseStrictJson } from '#lib/evidence/strict-json.ts'
import { malformedNotary } from './notary-signature.ts'

/** The descriptor that must have been signed. What is null could not be had, and the digest binds it all the same. */
export type NotaryTarget = {
  readonly digest: string
  readonly size: number | null
  readonly mediaType: string | null
}

/** What was signed beside the descriptor. */
export type SignedTarget = { readonly annotations: Readonly<Record<string, string>> }

/**
 * Verifies that the payload describes the target: digest, size and media type (specs signature-specification.md, Payload).
 * Throws `SUBJECT_MISMATCH` or `NOTARY_MALFORMED`.
 */
export function verifyTarget(payload: Uint8Array, target: NotaryTarget): SignedTarget {
  const { targetArtifact } = readJson(payload)
  if (!isJsonObject(targetArtifact)) throw malformedNotary('its payload has no targetArtifact')
  const { digest, size, mediaType, annotations = {} } = targetArtifact
  const isSame = (value: unknown, expected: string | number | null) => expected === null || value === expected
  if (digest !== target.digest || !isSame(size, target.size) || !isSame(mediaType, target.mediaType)) {
    throw new EvidenceError('SUBJECT_MISMATCH', 'The signature was made for another image.', {
      expected: formatDescriptor(target),
      signed: formatDescriptor({ digest, size, mediaType }),
    })
  }
  if (!isJsonObject(annotations)) throw malformedNotary('its annotations are no object')
  const entries = Object.entries(annotations).slice(0, limits.maxAnnotations)
  return {
    annotations: Object.fromEntries(
      entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    ),
  }
}

/** attacker-controlled: shown as text. */
function formatDescriptor(parts: Readonly<Record<'digest' | 'size' | 'mediaType', unknown>>): string {
  return [parts.digest, parts.size, parts.mediaType]
    .map((part) => (typeof part === 'string' || typeof part === 'number' ? String(part).slice(0, 200) : 'none'))
    .join(', ')
}

function readJson(bytes: Uint8Array): JsonObject {
  try {
    const value = parseStrictJson(decodeUtf8(bytes), { maxDepth: limits.maxJsonDepth })
    if (isJsonObject(value)) return value
  } catch {
    throw malformedNotary('its payload is not JSON')
  }
  throw malformedNotary('its payload is not an object')
}
