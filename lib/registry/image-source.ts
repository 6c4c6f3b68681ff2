import type { ErrorCode } from '#lib/errors/codes.ts'
import type { Descriptor } from '#lib/oci/descriptor.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { Manifest } from '#lib/oci/manifest.ts'
import type { RegistryHost, RepositoryName, Tag } from '#lib/oci/reference.ts'

/** `signal` ends the work when the client goes away; `fresh` forbids answers that were kept for a few seconds. */
export type ReadOptions = { readonly signal?: AbortSignal | undefined; readonly fresh?: boolean | undefined }

export type PageRequest = { readonly limit: number; readonly after: string | null }
/** `next` is the cursor that continues the list, null at its end. */
export type Page<Item> = { readonly items: readonly Item[]; readonly next: string | null }

/** A manifest whose bytes were hashed here: `digest` is the digest of `bytes`, whatever the source announced. */
export type FetchedManifest = {
  readonly digest: Digest
  readonly mediaType: string
  readonly bytes: Uint8Array
  readonly manifest: Manifest
}

export type BlobOptions = ReadOptions & {
  /** Bytes; more is `LIMIT_EXCEEDED`, before or while reading. */
  readonly maxBytes: number
  /** Sees a large blob while it arrives, where it comes over the network. */
  readonly onArriving?: ArrivalListener | undefined
}

/**
 * Told again and again how many of the bytes are there by now; other bytes are another attempt. Until the blob is given
 * out they may turn out to be of another digest, or never come to their end: nothing may rest on them before.
 */
export type ArrivalListener = (bytes: Uint8Array<SharedArrayBuffer>, length: number) => void

/**
 * What a source says about the referrers of a digest.
 * `unsupported` means that it has no referrers API (404, 400, 405, 406, 501); every other failure is thrown.
 */
export type ReferrersAnswer =
  | {
      readonly answer: 'listed'
      readonly status: number
      readonly descriptors: readonly Descriptor[]
      readonly truncated: boolean
      /** Why the list is not the whole; `LIMIT_EXCEEDED` where a truncated list does not say. */
      readonly problem?: ErrorCode | null
    }
  | { readonly answer: 'unsupported'; readonly status: number }

/**
 * The only interface that image content comes through: an HTTP registry, an OCI layout, or a wrapper of the same shape.
 * Bytes are hashed here, so nothing deeper can hold unverified content under a digest.
 * Failures are `AppError`s; an absent manifest or blob is `IMAGE_NOT_FOUND`, never an empty answer.
 */
export interface ImageSource {
  readonly host: RegistryHost
  listRepositories(
    page: PageRequest & { readonly query?: string | null },
    options?: ReadOptions,
  ): Promise<Page<RepositoryName>>
  listTags(repository: RepositoryName, page: PageRequest, options?: ReadOptions): Promise<Page<Tag>>
  fetchManifest(repository: RepositoryName, reference: Tag | Digest, options?: ReadOptions): Promise<FetchedManifest>
  fetchBlob(repository: RepositoryName, digest: Digest, options: BlobOptions): Promise<Uint8Array>
  listReferrers(repository: RepositoryName, digest: Digest, options?: ReadOptions): Promise<ReferrersAnswer>
  /** GPG signatures that the source keeps beside its images; null where it has not said that it keeps any. */
  listGpgSignatures?(
    repository: RepositoryName,
    digest: Digest,
    options?: ReadOptions,
  ): Promise<readonly Uint8Array[] | null>
  /** What the tag named when it was last read: a guess to work ahead with, never an answer. */
  recallDigest?(repository: RepositoryName, tag: Tag): Digest | null
}
