import type { ErrorCode } from '#lib/errors/codes.ts'
import type { Descriptor } from '#lib/oci/descriptor.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { EvidenceFormat, Store } from './evidence.ts'

/** What one store was asked and what it answered. `asked` is the tag or path, as a person would try it. */
export type StoreAnswer = {
  readonly store: Store
  readonly asked: string
  readonly answer: 'found' | 'absent' | 'unsupported' | 'failed'
  readonly status: number | null
  readonly code: ErrorCode | null
  readonly count: number
  /** Why it could not answer, in one sentence; says when to ask again where the store said so. */
  readonly detail?: string | null
}

/** How an item is stored; decides which parser reads it. `sbom` is an unsigned SBOM: a `.sbom` tag or a plain referrer. */
export type ItemFormat = EvidenceFormat | 'sbom'

/**
 * One layer or referrer that was found, not yet judged. Everything in it is claimed.
 * `bytes` is null when the blob could not be had: `problem` then says why.
 */
export type FoundItem = {
  readonly format: ItemFormat
  readonly store: Store
  /** The digest that the store was asked about. */
  readonly subject: Digest
  /** The manifest that carries the item, and its own claims: `claimedSubject` is its `subject`, null in tag stores. */
  readonly manifestDigest: Digest
  readonly claimedSubject: Digest | null
  readonly artifactType: string | null
  readonly manifestAnnotations: Readonly<Record<string, string>>
  /** The blob, with the annotations of its descriptor. */
  readonly layer: Descriptor
  readonly bytes: Uint8Array | null
  readonly problem: { readonly code: ErrorCode; readonly message: string } | null
  /** What was found wrong with the shape of the carrying manifest (two layers in a bundle manifest, wrong type …). */
  readonly shapeProblem: string | null
}

/** What the four stores hold about one subject. Facts only, never an opinion. */
export type Discovery = {
  readonly subject: Digest
  readonly answers: readonly StoreAnswer[]
  readonly items: readonly FoundItem[]
}
