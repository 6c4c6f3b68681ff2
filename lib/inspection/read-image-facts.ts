import { limits } from '#lib/config/limits.ts'
import { listPlatforms } from '#lib/inspection/discovery/resolve-subject.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { Manifest } from '#lib/oci/manifest.ts'
import { isConfigType } from '#lib/oci/media-types.ts'
import { parseImageConfig } from '#lib/oci/parse-image-config.ts'
import { formatPlatform } from '#lib/oci/platform.ts'
import type { RepositoryName } from '#lib/oci/reference.ts'
import type { ImageSource, ReadOptions } from '#lib/registry/image-source.ts'

/** What a row of a list says about an image; all of it is claimed by the image. */
export type ImageFacts = {
  readonly platforms: readonly string[]
  readonly createdAt: string | null
  /** Bytes of the compressed layers and configs, each counted once; null when a part could not be read. */
  readonly sizeBytes: number | null
}

const createdAnnotation = 'org.opencontainers.image.created'
// An index with more platforms than this is summed up by nobody reading a list.
const maxSummedPlatforms = 16

/** Reads what a list shows of an image: for an index, from the manifests of its platforms. */
export async function readImageFacts(
  source: ImageSource,
  repository: RepositoryName,
  manifest: Manifest,
  options: ReadOptions,
): Promise<ImageFacts> {
  if (manifest.kind === 'manifest') return readManifestFacts(source, repository, manifest, options)
  const children = listPlatforms(manifest)
  const platforms = children.flatMap(({ platform }) => (platform === null ? [] : [formatPlatform(platform)]))
  const sizes = new Map<Digest, number>()
  if (children.length > maxSummedPlatforms) {
    return { platforms, createdAt: toTime(manifest.annotations[createdAnnotation]), sizeBytes: null }
  }
  const fetched = await Promise.all(children.map(({ digest }) => source.fetchManifest(repository, digest, options)))
  for (const child of fetched) {
    if (child.manifest.kind === 'index') continue
    for (const { digest, size } of [child.manifest.config, ...child.manifest.layers]) sizes.set(digest, size)
  }
  const first = fetched[0]?.manifest
  const createdAt =
    toTime(manifest.annotations[createdAnnotation]) ??
    (first?.kind === 'manifest' ? (await readManifestFacts(source, repository, first, options)).createdAt : null)
  return { platforms, createdAt, sizeBytes: sizes.size === 0 ? null : sum(sizes.values()) }
}

async function readManifestFacts(
  source: ImageSource,
  repository: RepositoryName,
  manifest: Manifest & { kind: 'manifest' },
  options: ReadOptions,
): Promise<ImageFacts> {
  const sizes = new Map([manifest.config, ...manifest.layers].map(({ digest, size }) => [digest, size]))
  const sizeBytes = sum(sizes.values())
  const annotated = toTime(manifest.annotations[createdAnnotation])
  if (!isConfigType(manifest.config.mediaType)) return { platforms: [], createdAt: annotated, sizeBytes }
  const bytes = await source.fetchBlob(repository, manifest.config.digest, {
    ...options,
    maxBytes: limits.maxConfigBytes,
  })
  const config = parseImageConfig(bytes)
  return {
    platforms: config.platform === null ? [] : [formatPlatform(config.platform)],
    createdAt: toTime(config.createdAt) ?? annotated,
    sizeBytes,
  }
}

function sum(values: Iterable<number>): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** RFC 3339 in UTC, or null for what is no time. */
function toTime(text: string | null | undefined): string | null {
  const time = text === null || text === undefined ? Number.NaN : Date.parse(text)
  return Number.isNaN(time) ? null : new Date(time).toISOString()
}
