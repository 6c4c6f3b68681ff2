import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Descriptor } from './descriptor.ts'
import { isDigest } from './digest.ts'
import { isJsonObject, type JsonObject, malformed } from './json-document.ts'
import type { Platform } from './platform.ts'

const maxTextLength = 255

/** Reads an optional text member; null when absent. Throws `MANIFEST_INVALID`. */
export function parseOptionalText(value: unknown, name: string, where: string): string | null {
  if (value === undefined || value === null || value === '') return null
  if (typeof value !== 'string' || value.length > maxTextLength) {
    throw malformed(where, `${name} is not a text of at most ${maxTextLength} characters`)
  }
  return value
}

/** Reads annotations or labels; Go writes `null` for none. Throws `MANIFEST_INVALID` or `LIMIT_EXCEEDED`. */
export function parseAnnotations(value: unknown, where: string): Readonly<Record<string, string>> {
  if (value === undefined || value === null) return {}
  if (!isJsonObject(value)) throw malformed(where, 'annotations is not an object')
  const entries = Object.entries(value)
  let bytes = 0
  for (const [key, text] of entries) {
    if (typeof text !== 'string') throw malformed(where, 'an annotation is not a text')
    bytes += key.length + text.length
  }
  if (entries.length > limits.maxAnnotations || bytes > limits.maxAnnotationBytes) {
    throw new AppError('LIMIT_EXCEEDED', `The ${where} has more annotations than are read.`, {
      context: { limit: 'maxAnnotations', maximum: limits.maxAnnotations },
    })
  }
  // fromEntries defines own members, so that a key `__proto__` stays a key.
  return Object.fromEntries(entries) as Record<string, string>
}

function parsePlatformMember(value: unknown, where: string): Platform | null {
  if (value === undefined || value === null) return null
  if (!isJsonObject(value)) throw malformed(where, 'platform is not an object')
  const os = parseOptionalText(value.os, 'platform.os', where)
  const architecture = parseOptionalText(value.architecture, 'platform.architecture', where)
  if (os === null && architecture === null) return null
  return {
    os: os ?? 'unknown',
    architecture: architecture ?? 'unknown',
    variant: parseOptionalText(value.variant, 'platform.variant', where),
    osVersion: parseOptionalText(value['os.version'], 'platform.os.version', where),
  }
}

/** Reads one content descriptor; `urls` and `data` are never used. Throws `MANIFEST_INVALID`. image-spec, descriptor.md. */
export function parseDescriptor(value: unknown, where: string): Descriptor {
  if (!isJsonObject(value)) throw malformed(where, 'a descriptor is not an object')
  return toDescriptor(value, where)
}

function toDescriptor(value: JsonObject, where: string): Descriptor {
  const mediaType = parseOptionalText(value.mediaType, 'mediaType of a descriptor', where)
  if (mediaType === null) throw malformed(where, 'a descriptor has no mediaType')
  if (!isDigest(value.digest)) throw malformed(where, 'a descriptor has no digest of a supported kind')
  if (!Number.isSafeInteger(value.size) || (value.size as number) < 0) {
    throw malformed(where, 'the size of a descriptor is not a number of bytes')
  }
  return {
    mediaType,
    digest: value.digest,
    size: value.size as number,
    artifactType: parseOptionalText(value.artifactType, 'artifactType of a descriptor', where),
    annotations: parseAnnotations(value.annotations, where),
    platform: parsePlatformMember(value.platform, where),
  }
}

/** Reads a list of descriptors; Go writes `null` for an empty one. Throws `MANIFEST_INVALID`. */
export function parseDescriptors(value: unknown, name: string, where: string): readonly Descriptor[] {
  if (value === null) return []
  if (!Array.isArray(value)) throw malformed(where, `${name} is not a list`)
  return value.map((item) => parseDescriptor(item, where))
}
