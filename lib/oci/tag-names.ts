import { type Digest, digestAlgorithm, digestHex } from './digest.ts'
import type { Tag } from './reference.ts'

const maxEncodedLength = 64
const helperPattern = /^sha(?:256|512)-[0-9a-f]{64,128}(?:\.(?:sig|att|sbom))?$/

/**
 * The tag under which cosign keeps what belongs to a digest: `sha256-<hex>.sig`.
 * For sha512 it is longer than a tag may be, as cosign writes it: registries answer that it is absent.
 */
export function cosignTag(digest: Digest, suffix: 'sig' | 'att' | 'sbom'): Tag {
  return `${digestAlgorithm(digest)}-${digestHex(digest)}.${suffix}` as Tag
}

/** The referrers fallback tag: `<algorithm>-<encoded, at most 64 characters>` (distribution-spec, Referrers Tag Schema). */
export function referrersTag(digest: Digest): Tag {
  return `${digestAlgorithm(digest)}-${digestHex(digest).slice(0, maxEncodedLength)}` as Tag
}

/** Whether a tag serves signatures, attestations or referrers of a digest and is no image of its own. */
export const isHelperTag = (tag: string): boolean => helperPattern.test(tag)
