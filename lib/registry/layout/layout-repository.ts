import { limits } from '#lib/config/limits.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import type { ErrorCode } from '#lib/errors/codes.ts'
import type { Descriptor } from '#lib/oci/descriptor.ts'
import { type Digest, digestAlgorithm, digestHex, isDigest } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { parseManifest } from '#lib/oci/parse-manifest.ts'
import type { Tag } from '#lib/oci/reference.ts'
import { assertNotCancelled } from '../assert-not-cancelled.ts'
import { hashInPieces } from '../hash-in-pieces.ts'
import type { FetchedManifest } from '../image-source.ts'
import type { LayoutFiles } from './layout-files.ts'
import { assertLayoutVersion, type LayoutIndex, parseLayoutIndex } from './layout-index.ts'
import { unreadable } from './unreadable.ts'

/** Referrers by the digest that they refer to. `problem` says why there may be more. */
type Referrers = { readonly bySubject: ReadonlyMap<Digest, readonly Descriptor[]>; readonly problem: ErrorCode | null }

type Loaded = { readonly index: LayoutIndex; referrers: Promise<Referrers> | null }

export type LayoutRepository = {
  index(): Promise<LayoutIndex>
  fetchManifest(reference: Tag | Digest, signal?: AbortSignal): Promise<FetchedManifest>
  fetchBlob(digest: Digest, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array>
  listReferrers(digest: Digest): Promise<{ descriptors: readonly Descriptor[]; problem: ErrorCode | null }>
}

const blobPath = (digest: Digest): string => `blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`

/** A manifest that only an index names has no descriptor here: it says itself what it is, or its members do. */
function identifyManifest(bytes: Uint8Array): string {
  let document: unknown
  try {
    document = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return mediaTypes.ociManifest
  }
  if (typeof document !== 'object' || document === null) return mediaTypes.ociManifest
  if ('mediaType' in document && typeof document.mediaType === 'string') return document.mediaType
  return 'manifests' in document ? mediaTypes.ociIndex : mediaTypes.ociManifest
}

function toReferrer({ digest, mediaType, bytes, manifest }: FetchedManifest): Descriptor {
  const configType = manifest.kind === 'manifest' ? manifest.config.mediaType : null
  const artifactType = manifest.artifactType ?? configType
  return { mediaType, digest, size: bytes.length, artifactType, annotations: manifest.annotations, platform: null }
}

/** One layout: the folder `folder` of `files`. Reads `index.json` anew whenever it changed. */
export function createLayoutRepository(files: LayoutFiles, folder: string): LayoutRepository {
  const at = (path: string): string => (folder === '' ? path : `${folder}/${path}`)
  let current: { readonly version: string; readonly loading: Promise<Loaded> } | null = null

  const readIndex = async (): Promise<Loaded> => {
    const marker = await files.read(at('oci-layout'), limits.maxErrorBytes)
    if (marker === null) throw unreadable('The layout has no file oci-layout.', { folder })
    assertLayoutVersion(marker)
    const bytes = await files.read(at('index.json'), limits.maxLayoutIndexBytes)
    if (bytes === null) throw unreadable('The layout has no file index.json.', { folder })
    return { index: parseLayoutIndex(bytes), referrers: null }
  }
  const load = async (): Promise<Loaded> => {
    const version = await files.version(at('index.json'))
    if (version === null) throw unreadable('The layout has no file index.json.', { folder })
    if (current?.version !== version) current = { version, loading: readIndex() }
    const { loading } = current
    return loading.catch((error: unknown) => {
      if (current?.loading === loading) current = null
      throw error
    })
  }

  const readBlob = async (digest: Digest, maxBytes: number, signal?: AbortSignal): Promise<Uint8Array | null> => {
    assertNotCancelled(signal)
    const bytes = await files.read(at(blobPath(digest)), maxBytes, signal)
    if (bytes !== null && (await hashInPieces(bytes, digestAlgorithm(digest))) !== digest) {
      throw new AppError('DIGEST_MISMATCH', 'A file of the layout has other content than its name says.', {
        context: { digest },
      })
    }
    return bytes
  }

  const readManifest = async (
    index: LayoutIndex,
    digest: Digest,
    signal?: AbortSignal,
  ): Promise<FetchedManifest | null> => {
    const bytes = await readBlob(digest, limits.maxManifestBytes, signal)
    if (bytes === null) return null
    const mediaType = index.entries.get(digest)?.mediaType ?? identifyManifest(bytes)
    return { digest, mediaType, bytes, manifest: parseManifest(bytes, mediaType) }
  }

  const collectReferrers = async (index: LayoutIndex): Promise<Referrers> => {
    const bySubject = new Map<Digest, Descriptor[]>()
    let problem: ErrorCode | null = index.skipped > 0 ? 'LAYOUT_UNREADABLE' : null
    for (const digest of index.entries.keys()) {
      try {
        const fetched = await readManifest(index, digest)
        if (fetched === null) problem ??= 'LAYOUT_UNREADABLE'
        const subject = fetched?.manifest.subject?.digest
        if (fetched === null || subject === undefined) continue
        bySubject.set(subject, [...(bySubject.get(subject) ?? []), toReferrer(fetched)])
      } catch (error) {
        // An unreadable manifest may be a signature of any image here: no answer is complete any more.
        if (!isAppError(error)) throw error
        problem ??= error.code
      }
    }
    return { bySubject, problem }
  }

  return {
    index: async () => (await load()).index,
    async fetchManifest(reference, signal) {
      const { index } = await load()
      const digest = isDigest(reference) ? reference : index.tags.get(reference)
      if (digest === undefined) {
        throw new AppError('IMAGE_NOT_FOUND', `The layout has no tag ${reference}.`, { context: { tag: reference } })
      }
      const fetched = await readManifest(index, digest, signal)
      if (fetched !== null) return fetched
      if (index.entries.has(digest)) {
        throw unreadable('The layout lists a manifest whose file is not there.', { digest })
      }
      throw new AppError('IMAGE_NOT_FOUND', 'The layout has no manifest with this digest.', { context: { digest } })
    },
    async fetchBlob(digest, maxBytes, signal) {
      const bytes = await readBlob(digest, maxBytes, signal)
      if (bytes !== null) return bytes
      throw new AppError('IMAGE_NOT_FOUND', 'The layout has no blob with this digest.', { context: { digest } })
    },
    async listReferrers(digest) {
      const loaded = await load()
      loaded.referrers ??= collectReferrers(loaded.index)
      const { bySubject, problem } = await loaded.referrers
      return { descriptors: bySubject.get(digest) ?? [], problem }
    },
  }
}
