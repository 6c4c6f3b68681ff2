import { limits } from '#lib/config/limits.ts'
import { isAttestationManifest, listPlatforms, type Subject } from '#lib/inspection/discovery/resolve-subject.ts'
import type { Descriptor } from '#lib/oci/descriptor.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { isConfigType } from '#lib/oci/media-types.ts'
import { type ImageConfig, parseImageConfig } from '#lib/oci/parse-image-config.ts'
import { formatPlatform } from '#lib/oci/platform.ts'
import type { ImageSource, ReadOptions } from '#lib/registry/image-source.ts'

/** What an image consists of. Everything but digests and sizes of what was read is claimed by the image. */
export type ImageDescription = {
  readonly subject: Subject
  readonly platforms: readonly (Descriptor & { readonly platformName: string })[]
  readonly buildkitEntries: number
  readonly config: ImageConfig | null
  readonly layers: readonly Descriptor[]
  /** Bytes of config and layers, each counted once; null for an index. */
  readonly totalSizeBytes: number | null
}

/** Reads manifest and configuration of a resolved image. */
export async function describeImage(
  source: ImageSource,
  subject: Subject,
  options: ReadOptions,
): Promise<ImageDescription> {
  const { manifest } = subject
  const index = manifest.kind === 'index' ? manifest : (subject.index?.manifest ?? null)
  const entries = index === null ? [] : index.manifests
  const platforms = (index === null ? [] : listPlatforms(index)).flatMap((entry) =>
    entry.platform === null ? [] : [{ ...entry, platformName: formatPlatform(entry.platform) }],
  )
  const buildkitEntries = entries.filter(isAttestationManifest).length
  if (manifest.kind === 'index') {
    return { subject, platforms, buildkitEntries, config: null, layers: [], totalSizeBytes: null }
  }
  const sizes = new Map<Digest, number>([manifest.config, ...manifest.layers].map(({ digest, size }) => [digest, size]))
  let totalSizeBytes = 0
  for (const size of sizes.values()) totalSizeBytes += size
  const config = isConfigType(manifest.config.mediaType)
    ? parseImageConfig(await fetchConfig(source, subject, options))
    : null
  return { subject, platforms, buildkitEntries, config, layers: manifest.layers, totalSizeBytes }
}

/** The configuration's bytes, exactly as stored. An index has none: its manifest is given instead. */
export async function fetchConfig(source: ImageSource, subject: Subject, options: ReadOptions): Promise<Uint8Array> {
  const { manifest } = subject
  if (manifest.kind === 'index') return subject.bytes
  const maxBytes = limits.maxConfigBytes
  return source.fetchBlob(subject.reference.repository, manifest.config.digest, { ...options, maxBytes })
}
