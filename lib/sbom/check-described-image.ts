import type { Digest } from '#lib/oci/digest.ts'
import { toPurlArchitecture } from './purl-claims.ts'
import type { SbomDocumentFacts } from './sbom.ts'

/** The image that an SBOM is shown for. `platform` is `os/architecture[/variant]`; null for an index. */
export type DescribedImage = {
  readonly digest: Digest
  readonly platform: string | null
  /** Of the image's config, which some tools name instead of the manifest's. */
  readonly configDigest: Digest | null
  readonly indexDigest: Digest | null
  /** The other platform manifests of the same index. */
  readonly siblings: readonly { readonly digest: Digest; readonly platform: string }[]
}

export type SbomWarning = { readonly code: SbomWarningCode; readonly message: string }
export type SbomWarningCode =
  | 'SBOM_OTHER_SUBJECT'
  | 'SBOM_OTHER_PLATFORM'
  | 'SBOM_INDEX_ONLY'
  | 'SBOM_EMPTY'
  | 'SBOM_IRREGULAR'

/**
 * Compares what the document says it describes with the image it is shown for. A document that names no digest and no
 * architecture cannot be compared and gives no warning.
 */
export function checkDescribedImage(facts: SbomDocumentFacts, image: DescribedImage): readonly SbomWarning[] {
  const digests = facts.describes.flatMap((subject) => subject.digests).filter(isImageDigest)
  const own = new Set<string>([image.digest, ...(image.configDigest === null ? [] : [image.configDigest])])
  if (digests.some((digest) => own.has(digest))) return []
  const stated = digests[0]
  return stated === undefined ? checkArchitecture(facts, image) : [toDigestWarning(digests, stated, image)]
}

const isImageDigest = (digest: string): boolean => /^sha(?:256|512):/.test(digest)

function toDigestWarning(digests: readonly string[], stated: string, image: DescribedImage): SbomWarning {
  const sibling = image.siblings.find(({ digest }) => digests.includes(digest))
  if (sibling !== undefined) {
    const here = image.platform === null ? 'this is the whole index' : `this is ${image.platform}`
    return {
      code: 'SBOM_OTHER_PLATFORM',
      message: `The document describes the image for ${sibling.platform} (${sibling.digest}); ${here}.`,
    }
  }
  if (image.indexDigest !== null && image.indexDigest !== image.digest && digests.includes(image.indexDigest)) {
    const message = `The document describes the index of all platforms (${image.indexDigest}), not ${image.platform} alone.`
    return { code: 'SBOM_INDEX_ONLY', message }
  }
  return {
    code: 'SBOM_OTHER_SUBJECT',
    message: `The document describes ${stated.slice(0, 200)}, not this image (${image.digest}).`,
  }
}

const architectureNames: Readonly<Record<string, string>> = {
  x86_64: 'amd64',
  aarch64: 'arm64',
  i386: '386',
  i686: '386',
}

function checkArchitecture(facts: SbomDocumentFacts, image: DescribedImage): readonly SbomWarning[] {
  const here = image.platform?.split('/')[1]
  const claims = facts.describes.flatMap(({ purl }) => toPurlArchitecture(purl) ?? [])
  const stated = claims.map((name) => (Object.hasOwn(architectureNames, name) ? String(architectureNames[name]) : name))
  const other = stated[0]
  if (here === undefined || other === undefined || stated.includes(here)) return []
  const message = `The document describes an image for ${other.slice(0, 60)}; this is ${image.platform}.`
  return [{ code: 'SBOM_OTHER_PLATFORM', message }]
}

/** Warnings about the document itself: it lists nothing, or breaks its specification. */
export function checkDocument(facts: SbomDocumentFacts, problems: readonly string[]): readonly SbomWarning[] {
  const irregular = problems.map((message): SbomWarning => ({ code: 'SBOM_IRREGULAR', message }))
  if (facts.packageCount > 0) return irregular
  return [{ code: 'SBOM_EMPTY', message: 'The document lists no packages.' }, ...irregular]
}
