import type { Descriptor } from './descriptor.ts'

/** An image manifest, OCI 1.0/1.1 or Docker schema 2 (image-spec, manifest.md). */
export type ImageManifest = {
  readonly kind: 'manifest'
  readonly mediaType: string
  readonly artifactType: string | null
  readonly config: Descriptor
  readonly layers: readonly Descriptor[]
  readonly subject: Descriptor | null
  readonly annotations: Readonly<Record<string, string>>
}

/** An image index, OCI or Docker's manifest list (image-spec, image-index.md). */
export type ImageIndex = {
  readonly kind: 'index'
  readonly mediaType: string
  readonly artifactType: string | null
  readonly manifests: readonly Descriptor[]
  readonly subject: Descriptor | null
  readonly annotations: Readonly<Record<string, string>>
}

export type Manifest = ImageManifest | ImageIndex
