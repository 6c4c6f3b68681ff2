/** Whether something that a predicate names is the image looked at; `unclear` when it names no digest. */
export type ImageMatch = 'this-image' | 'another' | 'unclear'

/** The image looked at: its digest `algorithm:hex`, and its repository as `host/path`. */
export type LookedAt = { readonly digest: string; readonly repository: string }

const digestPattern = /\b(sha256|sha384|sha512)(?::|%3a)([0-9a-f]{64,128})\b/gi
const maxLength = 4000

/**
 * Compares what a predicate names, by digests and by the digests in its address. Only an equal digest is this image: names
 * and tags move, and a name without a digest may be any of many images. Never throws.
 */
export function matchImage(named: string, digests: readonly string[], image: LookedAt): ImageMatch {
  const text = named.slice(0, maxLength)
  const inText = [...text.matchAll(digestPattern)].map(([, algorithm = '', hex = '']) => `${algorithm}:${hex}`)
  const stated = [...digests, ...inText].map(toPlainDigest)
  if (stated.includes(image.digest)) return 'this-image'
  const algorithm = image.digest.slice(0, image.digest.indexOf(':') + 1)
  if (stated.some((digest) => digest.startsWith(algorithm))) return 'another'
  return isOtherPackage(text) ? 'another' : 'unclear'
}

/** `SHA-256:AB…` as `sha256:ab…`: tools spell the names of hashes in several ways. */
function toPlainDigest(digest: string): string {
  const colon = digest.indexOf(':')
  return `${digest.slice(0, colon).toLowerCase().replaceAll('-', '')}${digest.slice(colon).toLowerCase()}`
}

/** A package URL of another ecosystem: a package in the image perhaps, but not the image. */
const isOtherPackage = (text: string): boolean => /^pkg:/i.test(text) && !/^pkg:(?:oci|docker|container)\//i.test(text)
