import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import { parseStrictJson } from '#lib/evidence/strict-json.ts'
import { decodeText, isJsonObject, type JsonObject, malformed } from './json-document.ts'
import type { ImageIndex, ImageManifest, Manifest } from './manifest.ts'
import { isIndexType, isManifestType, mediaTypes } from './media-types.ts'
import { parseAnnotations, parseDescriptor, parseDescriptors, parseOptionalText } from './parse-descriptor.ts'

const where = 'manifest'

// Types that say nothing: object stores and simple servers announce them for every file.
const genericTypes: readonly string[] = [
  'application/json',
  'application/octet-stream',
  'binary/octet-stream',
  'text/plain',
]
const schemaOneTypes: readonly string[] = [mediaTypes.dockerSchema1, mediaTypes.dockerSchema1Signed]

/** A content type without parameters, lower-case; null when absent. */
export function toMediaType(contentType: string | null): string | null {
  const bare = contentType?.split(';', 1)[0]?.trim().toLowerCase()
  return bare === undefined || bare === '' ? null : bare
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function parseObject(bytes: Uint8Array): JsonObject {
  const text = decodeText(bytes, where)
  let value: unknown
  try {
    value = parseStrictJson(text, { maxDepth: limits.maxJsonDepth })
  } catch (cause) {
    // Two members of one name are read differently by different parsers; text that is no JSON is somebody else's answer.
    const reason = isJson(text) && cause instanceof Error ? cause.message : 'its JSON is broken'
    const context = isJson(text) ? {} : { problem: 'not-json' }
    throw new AppError('MANIFEST_INVALID', `The manifest is malformed: ${reason}.`, { cause, context })
  }
  if (!isJsonObject(value)) throw malformed(where, 'it is not a JSON object')
  return value
}

function unsupported(mediaType: string): AppError {
  const name = schemaOneTypes.includes(mediaType) ? 'Docker schema 1, which cannot be checked by digest' : mediaType
  return new AppError('MANIFEST_UNSUPPORTED', `The manifest is of a kind that is not read: ${name}.`, {
    context: { mediaType },
  })
}

/** The type from the body, from what was announced, or from the members; two that disagree are refused. */
function identifyType(document: JsonObject, announced: string | null): string {
  const own = parseOptionalText(document.mediaType, 'mediaType', where)
  const given = announced === null || genericTypes.includes(announced) ? null : announced
  if (document.schemaVersion === 1) throw unsupported(own ?? given ?? mediaTypes.dockerSchema1)
  if (own !== null && given !== null && own !== given) {
    throw malformed(where, `it was announced as ${given} and calls itself ${own}`, { problem: 'other-type' })
  }
  const type = own ?? given
  if (type !== null) return type
  return 'manifests' in document ? mediaTypes.ociIndex : mediaTypes.ociManifest
}

// CVE-2021-41190: a document that is both kinds is read differently by different tools.
function assertUnambiguous(document: JsonObject, foreign: readonly string[], kind: string): void {
  const found = foreign.filter((name) => name in document)
  if (found.length > 0) throw malformed(where, `${kind} must not have ${found.join(' and ')}`)
}

function common(document: JsonObject) {
  return {
    artifactType: parseOptionalText(document.artifactType, 'artifactType', where),
    subject:
      document.subject === undefined || document.subject === null ? null : parseDescriptor(document.subject, where),
    annotations: parseAnnotations(document.annotations, where),
  }
}

function toIndex(document: JsonObject, mediaType: string): ImageIndex {
  assertUnambiguous(document, ['layers', 'config', 'fsLayers'], 'an index')
  const manifests = parseDescriptors(document.manifests, 'manifests', where)
  return { kind: 'index', mediaType, manifests, ...common(document) }
}

function toImageManifest(document: JsonObject, mediaType: string): ImageManifest {
  assertUnambiguous(document, ['manifests', 'fsLayers'], 'an image manifest')
  const config = parseDescriptor(document.config, where)
  const layers = parseDescriptors(document.layers, 'layers', where)
  return { kind: 'manifest', mediaType, config, layers, ...common(document) }
}

/**
 * Reads an image manifest or index of OCI 1.0/1.1 or Docker schema 2. `contentType` is what the source announced, null if nothing.
 * Throws `MANIFEST_UNSUPPORTED` for schema 1 and foreign types, by name, and `MANIFEST_INVALID` for what is broken or ambiguous.
 */
export function parseManifest(bytes: Uint8Array, contentType: string | null): Manifest {
  const announced = toMediaType(contentType)
  if (announced !== null && schemaOneTypes.includes(announced)) throw unsupported(announced)
  const document = parseObject(bytes)
  const mediaType = identifyType(document, announced)
  const known = isIndexType(mediaType) || isManifestType(mediaType)
  if (!known) throw unsupported(mediaType)
  const version = document.schemaVersion
  if (version !== undefined && version !== 2) throw malformed(where, 'schemaVersion is not 2')
  return isIndexType(mediaType) ? toIndex(document, mediaType) : toImageManifest(document, mediaType)
}
