import type { Digest } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import type { MemorySource } from './memory-source.ts'

export const bundleType = 'application/vnd.dev.sigstore.bundle.v0.3+json'

type Layer = {
  readonly mediaType: string
  readonly content: string | Uint8Array
  readonly annotations?: Record<string, string>
}

function size(content: string | Uint8Array): number {
  return typeof content === 'string' ? new TextEncoder().encode(content).length : content.length
}

function putLayers(source: MemorySource, repository: string, layers: readonly Layer[]) {
  return layers.map(({ mediaType, content, annotations }) => ({
    mediaType,
    digest: source.putBlob(repository, content),
    size: size(content),
    ...(annotations === undefined ? {} : { annotations }),
  }))
}

function putConfig(source: MemorySource, repository: string, mediaType: string, content: string) {
  return { mediaType, digest: source.putBlob(repository, content), size: size(content) }
}

/** An image of one platform. Images with other `content` have other digests. */
export function putImage(
  source: MemorySource,
  repository: string,
  { tag, content = 'layer', architecture = 'amd64' }: { tag?: string; content?: string; architecture?: string } = {},
): Digest {
  const config = JSON.stringify({ os: 'linux', architecture, rootfs: { type: 'layers', diff_ids: [] } })
  const document = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: putConfig(source, repository, mediaTypes.ociConfig, config),
    layers: putLayers(source, repository, [{ mediaType: 'application/vnd.oci.image.layer.v1.tar', content }]),
  }
  return source.putManifest(repository, document, tag)
}

/** An index over manifests that are there: `linux/<architecture>` each, then `more` as it is given. */
export function putIndex(
  source: MemorySource,
  repository: string,
  platforms: Readonly<Record<string, Digest>>,
  { tag, more = [] }: { tag?: string; more?: readonly Record<string, unknown>[] } = {},
): Digest {
  const entries = Object.entries(platforms).map(([architecture, digest]) => ({
    mediaType: mediaTypes.ociManifest,
    digest,
    size: 400,
    platform: { os: 'linux', architecture },
  }))
  const document = { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: [...entries, ...more] }
  return source.putManifest(repository, document, tag)
}

/** A manifest as cosign keeps it behind `sha256-<hex>.sig`, `.att` or `.sbom`. */
export function putTagged(source: MemorySource, repository: string, tag: string, layers: readonly Layer[]): Digest {
  const document = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    config: putConfig(source, repository, mediaTypes.ociConfig, '{"evidence":true}'),
    layers: putLayers(source, repository, layers),
  }
  return source.putManifest(repository, document, tag)
}

export const signatureLayer = (content: string, signature = 'c2ln'): Layer => ({
  mediaType: mediaTypes.simpleSigning,
  content,
  annotations: { 'dev.cosignproject.cosign/signature': signature },
})

/** A referrer of `subject` (none when null). */
export function putReferrer(
  source: MemorySource,
  repository: string,
  subject: Digest | null,
  { artifactType = bundleType, layers }: { artifactType?: string | null; layers: readonly Layer[] },
): Digest {
  const document = {
    schemaVersion: 2,
    mediaType: mediaTypes.ociManifest,
    ...(artifactType === null ? {} : { artifactType }),
    config: putConfig(source, repository, mediaTypes.ociEmpty, '{}'),
    layers: putLayers(source, repository, layers),
    ...(subject === null ? {} : { subject: { mediaType: mediaTypes.ociManifest, digest: subject, size: 400 } }),
  }
  return source.putManifest(repository, document)
}

export const bundleLayer = (content: string): Layer => ({ mediaType: bundleType, content })

/** The fallback tag's index over manifests that are there, listed as a client would. */
export function putFallback(
  source: MemorySource,
  repository: string,
  tag: string,
  listed: readonly { digest: Digest; size: number; artifactType?: string }[],
): Digest {
  const manifests = listed.map((entry) => ({ mediaType: mediaTypes.ociManifest, ...entry }))
  return source.putManifest(repository, { schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests }, tag)
}
