import { limits } from '#lib/config/limits.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import type { Descriptor } from '#lib/oci/descriptor.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { ImageIndex, Manifest } from '#lib/oci/manifest.ts'
import { isConfigType, isIndexType } from '#lib/oci/media-types.ts'
import { parseImageConfig } from '#lib/oci/parse-image-config.ts'
import { formatPlatform, isUnknownPlatform, matchesPlatform, type Platform } from '#lib/oci/platform.ts'
import type { Reference } from '#lib/oci/reference.ts'
import type { FetchedManifest, ImageSource, ReadOptions } from '#lib/registry/image-source.ts'

/** An index that was read on the way to a platform's manifest. */
export type ResolvedIndex = FetchedManifest & { readonly manifest: ImageIndex }

/** What an inspection is about: one digest, found once, with the bytes that have it. */
export type Subject = {
  readonly reference: Reference
  readonly digest: Digest
  readonly mediaType: string
  readonly bytes: Uint8Array
  readonly manifest: Manifest
  /** The platform that was asked for, as the image states it; null when none was asked for. */
  readonly platform: Platform | null
  /** The index that the reference resolved to, when a platform's manifest in it is the subject. */
  readonly index: ResolvedIndex | null
  /** BuildKit's attestation manifests that describe this subject; for an index, those of all its platforms. */
  readonly attestations: readonly Descriptor[]
}

/** BuildKit marks the manifests that hold its statements so, and names the manifest that they describe. */
export function isAttestationManifest({ annotations, platform }: Descriptor): boolean {
  return (
    annotations['vnd.docker.reference.type'] === 'attestation-manifest' ||
    (platform !== null && isUnknownPlatform(platform) && annotations['vnd.docker.reference.digest'] !== undefined)
  )
}

/** Entries of an index that are platforms to run on: neither BuildKit's statements nor nested indexes. */
export function listPlatforms(index: ImageIndex): Descriptor[] {
  return index.manifests.filter(
    (entry) => entry.platform !== null && !isUnknownPlatform(entry.platform) && !isAttestationManifest(entry),
  )
}

const isIndex = (fetched: FetchedManifest): fetched is ResolvedIndex => fetched.manifest.kind === 'index'

function notThere(platform: Platform, offered: readonly string[]): AppError {
  const has = offered.length === 0 ? 'It states none.' : `It has ${offered.slice(0, 20).join(', ')}.`
  return new AppError('PLATFORM_NOT_FOUND', `The image has no manifest for ${formatPlatform(platform)}. ${has}`, {
    context: { platform: formatPlatform(platform) },
  })
}

/** The entry for a platform: without a variant asked for, one without a variant comes first. */
function choosePlatform(index: ImageIndex, platform: Platform): Descriptor | undefined {
  const fitting = listPlatforms(index).filter(
    (entry) => entry.platform !== null && matchesPlatform(platform, entry.platform),
  )
  return fitting.find((entry) => entry.platform?.variant === platform.variant) ?? fitting[0]
}

async function fetchExactly(
  source: ImageSource,
  { repository }: Reference,
  digest: Digest,
  options: ReadOptions,
): Promise<FetchedManifest> {
  const fetched = await source.fetchManifest(repository, digest, options)
  if (fetched.digest === digest) return fetched
  throw new AppError('DIGEST_MISMATCH', 'The source answered with another manifest than the one asked for.', {
    context: { asked: digest, got: fetched.digest },
  })
}

async function fetchChild(source: ImageSource, reference: Reference, child: Descriptor, options: ReadOptions) {
  try {
    return await fetchExactly(source, reference, child.digest, options)
  } catch (error) {
    if (!isAppError(error, 'IMAGE_NOT_FOUND')) throw error
    throw new AppError('IMAGE_NOT_FOUND', 'The index names a manifest that is not in the repository.', {
      context: { ...error.context, digest: child.digest },
      cause: error,
    })
  }
}

type Chosen = {
  readonly fetched: FetchedManifest
  readonly platform: Platform
  readonly path: readonly ResolvedIndex[]
}

/** Looks for the platform in an index and in the indexes inside it, breadth first and never deeper than the limit. */
async function findPlatform(
  source: ImageSource,
  reference: Reference,
  top: ResolvedIndex,
  platform: Platform,
  options: ReadOptions,
): Promise<Chosen> {
  const offered = new Set<string>()
  const seen = new Set<Digest>([top.digest])
  let level: ResolvedIndex[][] = [[top]]
  for (let depth = 1; depth <= limits.maxIndexDepth && level.length > 0; depth += 1) {
    const next: ResolvedIndex[][] = []
    for (const path of level) {
      const index = path.at(-1) ?? top
      for (const { platform: own } of listPlatforms(index.manifest)) if (own !== null) offered.add(formatPlatform(own))
      const child = choosePlatform(index.manifest, platform)
      if (child?.platform != null) {
        const fetched = await fetchChild(source, reference, child, options)
        if (!isIndex(fetched)) return { fetched, platform: child.platform, path }
      }
      if (depth === limits.maxIndexDepth) continue
      for (const entry of index.manifest.manifests) {
        // attacker-controlled: an index may name itself, or thousands of others.
        if (!isIndexType(entry.mediaType) || seen.has(entry.digest) || seen.size > limits.maxIndexDepth * 8) continue
        seen.add(entry.digest)
        const nested = await fetchChild(source, reference, entry, options)
        if (isIndex(nested)) next.push([...path, nested])
      }
    }
    level = next
  }
  throw notThere(platform, [...offered])
}

/** A single manifest is for the platform that its config states; throws `PLATFORM_NOT_FOUND` for another. */
async function assertPlatform(
  source: ImageSource,
  { repository }: Reference,
  { manifest }: FetchedManifest,
  platform: Platform,
  { signal }: ReadOptions,
): Promise<Platform> {
  if (manifest.kind === 'index' || !isConfigType(manifest.config.mediaType)) throw notThere(platform, [])
  const bytes = await source.fetchBlob(repository, manifest.config.digest, { maxBytes: limits.maxConfigBytes, signal })
  const own = parseImageConfig(bytes).platform
  if (own !== null && matchesPlatform(platform, own)) return own
  throw notThere(platform, own === null ? [] : [formatPlatform(own)])
}

function describing(path: readonly ResolvedIndex[], digest: Digest): Descriptor[] {
  return path.flatMap(({ manifest }) =>
    manifest.manifests.filter(
      (entry) => isAttestationManifest(entry) && entry.annotations['vnd.docker.reference.digest'] === digest,
    ),
  )
}

/**
 * Finds the digest that a reference names, once, and the platform's manifest in it when one is asked for.
 * A digest wins over a tag. Throws `IMAGE_NOT_FOUND`, `PLATFORM_NOT_FOUND` and whatever the source throws.
 */
export async function resolveSubject(
  source: ImageSource,
  reference: Reference,
  platform: Platform | null = null,
  options: ReadOptions = {},
): Promise<Subject> {
  const asked = reference.digest ?? reference.tag
  if (asked === null) throw new TypeError('A reference has a tag or a digest.')
  const resolved =
    reference.digest === null
      ? await source.fetchManifest(reference.repository, asked, options)
      : await fetchExactly(source, reference, reference.digest, options)
  if (platform === null) return toSubject(reference, resolved, null, null)
  if (!isIndex(resolved)) {
    return toSubject(reference, resolved, await assertPlatform(source, reference, resolved, platform, options), null)
  }
  const chosen = await findPlatform(source, reference, resolved, platform, options)
  return {
    ...toSubject(reference, chosen.fetched, chosen.platform, resolved),
    attestations: describing(chosen.path, chosen.fetched.digest),
  }
}

function toSubject(
  reference: Reference,
  { digest, mediaType, bytes, manifest }: FetchedManifest,
  platform: Platform | null,
  index: ResolvedIndex | null,
): Subject {
  const attestations = manifest.kind === 'index' ? manifest.manifests.filter(isAttestationManifest) : []
  return { reference, digest, mediaType, bytes, manifest, platform, index, attestations }
}

/** The index of a platform's subject as a subject of its own, for what is inherited from it; null when there is none. */
export function toIndexSubject({ reference, index }: Subject): Subject | null {
  return index === null ? null : toSubject(reference, index, null, null)
}
