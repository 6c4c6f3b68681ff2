import type { ImageDescription } from '#lib/inspection/describe-image.ts'
import type { Descriptor } from '#lib/oci/descriptor.ts'
import type { ImageConfig } from '#lib/oci/parse-image-config.ts'
import { formatPlatform } from '#lib/oci/platform.ts'
import { formatReference } from '#lib/oci/reference.ts'
import type { ImageDto } from './contract/registries.ts'

/** The answer of `GET /image`. */
export function toImageDto({
  subject,
  platforms,
  buildkitEntries,
  config,
  layers,
  totalSizeBytes,
}: ImageDescription): ImageDto {
  const { manifest } = subject
  return {
    reference: formatReference(subject.reference),
    digest: subject.digest,
    mediaType: subject.mediaType,
    sizeBytes: subject.bytes.byteLength,
    kind: manifest.kind,
    platform: subject.platform === null ? null : formatPlatform(subject.platform),
    indexDigest: subject.index?.digest ?? null,
    platforms: platforms.map((entry) => ({ ...toDescriptorDto(entry), platform: entry.platformName })),
    buildkitEntries,
    artifactType: manifest.artifactType,
    annotations: { ...manifest.annotations },
    config: manifest.kind === 'manifest' ? toDescriptorDto(manifest.config) : null,
    layers: layers.map(toDescriptorDto),
    history: (config?.history ?? []).map((entry) => ({ ...entry })),
    image: config === null ? null : toConfigDto(config),
    totalSizeBytes,
    tags: subject.reference.tag === null ? [] : [subject.reference.tag],
  }
}

function toDescriptorDto({ mediaType, digest, size, artifactType, annotations, platform }: Descriptor) {
  return {
    mediaType,
    digest,
    size,
    artifactType,
    annotations: { ...annotations },
    platform: platform === null ? null : formatPlatform(platform),
  }
}

function toConfigDto(config: ImageConfig): NonNullable<ImageDto['image']> {
  const { createdAt, author, platform, user, entrypoint, cmd, workingDir, env, exposedPorts, labels } = config
  return {
    createdAt,
    author,
    os: platform?.os ?? null,
    architecture: platform?.architecture ?? null,
    variant: platform?.variant ?? null,
    user,
    entrypoint: [...entrypoint],
    cmd: [...cmd],
    workingDir,
    env: [...env],
    exposedPorts: [...exposedPorts],
    labels: { ...labels },
  }
}
