import type { Descriptor } from '#lib/oci/descriptor.ts'
import { type Digest, digestOf } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'

export type StoredManifest = { readonly bytes: Buffer; readonly mediaType: string }

/** What a scripted registry holds. Nothing is checked, so that tests can store what no registry would take. */
export type ScriptedContent = {
  readonly blobs: Map<string, Buffer>
  readonly manifests: Map<string, StoredManifest>
  readonly tags: Map<string, Map<string, Digest>>
  putBlob(repository: string, bytes: Uint8Array | string): Digest
  /** Stores a manifest given as an object (its `mediaType` decides) or as bytes; tags it when a tag is given. */
  putManifest(repository: string, document: object | Uint8Array, options?: PutOptions): ManifestDescriptor
  /** An image of one small layer. */
  putImage(repository: string, tag: string | null, salt?: string): ManifestDescriptor
  /** An artifact that refers to a subject, with one blob. */
  putReferrer(repository: string, subject: ManifestDescriptor, referrer: ReferrerContent): ManifestDescriptor
  setTag(repository: string, tag: string, digest: Digest): void
  removeTag(repository: string, tag: string): void
  listReferrers(repository: string, digest: string): object[]
}

export type PutOptions = { readonly tag?: string; readonly mediaType?: string }
export type ManifestDescriptor = Pick<Descriptor, 'mediaType' | 'digest' | 'size'>
export type ReferrerContent = {
  readonly artifactType: string
  readonly blob: Uint8Array | string
  readonly mediaType?: string
  readonly annotations?: Readonly<Record<string, string>>
}

const key = (repository: string, digest: string): string => `${repository}@${digest}`

/** The type that a list of referrers shows (distribution-spec, Listing Referrers). */
function toReferrer(digest: string, { bytes, mediaType }: StoredManifest): object {
  const { artifactType, config, annotations } = JSON.parse(bytes.toString('utf8'))
  return { mediaType, digest, size: bytes.length, artifactType: artifactType ?? config?.mediaType, annotations }
}

export function createScriptedContent(): ScriptedContent {
  const blobs = new Map<string, Buffer>()
  const manifests = new Map<string, StoredManifest>()
  const tags = new Map<string, Map<string, Digest>>()

  const content: ScriptedContent = {
    blobs,
    manifests,
    tags,
    putBlob(repository, bytes) {
      const buffer = Buffer.from(bytes)
      const digest = digestOf(buffer)
      blobs.set(key(repository, digest), buffer)
      return digest
    },
    putManifest(repository, document, { tag, mediaType } = {}) {
      const bytes = document instanceof Uint8Array ? Buffer.from(document) : Buffer.from(JSON.stringify(document))
      const own = 'mediaType' in document && typeof document.mediaType === 'string' ? document.mediaType : null
      const type = mediaType ?? own ?? mediaTypes.ociManifest
      const digest = digestOf(bytes)
      manifests.set(key(repository, digest), { bytes, mediaType: type })
      if (tag !== undefined) content.setTag(repository, tag, digest)
      return { mediaType: type, digest, size: bytes.length }
    },
    putImage(repository, tag, salt = '') {
      const configText = JSON.stringify({ os: 'linux', architecture: 'amd64', config: { Labels: { salt } } })
      const layerText = `layer ${salt}`
      const document = {
        schemaVersion: 2,
        mediaType: mediaTypes.ociManifest,
        config: describe(mediaTypes.ociConfig, content.putBlob(repository, configText), configText),
        layers: [
          describe('application/vnd.oci.image.layer.v1.tar+gzip', content.putBlob(repository, layerText), layerText),
        ],
      }
      return content.putManifest(repository, document, tag === null ? {} : { tag })
    },
    putReferrer(repository, subject, { artifactType, blob, mediaType, annotations }) {
      const bytes = Buffer.from(blob)
      const document = {
        schemaVersion: 2,
        mediaType: mediaTypes.ociManifest,
        artifactType,
        config: describe(mediaTypes.ociEmpty, content.putBlob(repository, '{}'), '{}'),
        layers: [
          { mediaType: mediaType ?? artifactType, digest: content.putBlob(repository, bytes), size: bytes.length },
        ],
        subject,
        ...(annotations === undefined ? {} : { annotations }),
      }
      return content.putManifest(repository, document)
    },
    setTag(repository, tag, digest) {
      const known = tags.get(repository) ?? new Map<string, Digest>()
      known.set(tag, digest)
      tags.set(repository, known)
    },
    removeTag(repository, tag) {
      tags.get(repository)?.delete(tag)
    },
    listReferrers(repository, digest) {
      return [...manifests].flatMap(([name, stored]) => {
        if (!name.startsWith(`${repository}@`)) return []
        try {
          const document = JSON.parse(stored.bytes.toString('utf8'))
          return document.subject?.digest === digest ? [toReferrer(name.slice(repository.length + 1), stored)] : []
        } catch {
          return []
        }
      })
    },
  }
  return content
}

function describe(mediaType: string, digest: Digest, text: string): object {
  return { mediaType, digest, size: Buffer.byteLength(text) }
}
