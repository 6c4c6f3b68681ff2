import type { Digest } from '#lib/oci/digest.ts'
import type { Check } from './check.ts'
import type { State } from './state.ts'

/**
 * Where evidence can be kept: cosign's tags, the referrers API, its fallback tag, BuildKit's entries in the index, and the
 * extension by which some registries keep GPG signatures.
 */
export const stores = ['referrers', 'referrers-tag', 'tag', 'index', 'signature-extension'] as const
/** The order of `stores` is the order of preference when one item is found in several. */
export type Store = (typeof stores)[number]

export const evidenceFormats = [
  'cosign-simple-signing',
  'cosign-dsse',
  'sigstore-bundle',
  'notation-jws',
  'notation-cose',
  'in-toto-unsigned',
  'gpg-simple-signing',
] as const
export type EvidenceFormat = (typeof evidenceFormats)[number]

/** Who signed, as far as it was verified. A key's fingerprint is the SHA-256 of its SPKI DER in hexadecimal. */
export type Signer =
  | { readonly kind: 'key'; readonly fingerprint: string; readonly name: string | null }
  | {
      readonly kind: 'identity'
      readonly issuer: string
      readonly subject: string
      readonly claims: Readonly<Record<string, string>>
    }
  | { readonly kind: 'certificate'; readonly subject: string; readonly issuer: string; readonly fingerprint: string }

export type SignedAt = { readonly at: string; readonly source: 'log' | 'timestamp-authority' | 'signer-claim' }

/** One signature or attestation after examination. Structured-cloneable. */
export type Evidence = {
  readonly state: State
  readonly format: EvidenceFormat
  readonly store: Store
  /** Of the blob that holds the evidence. */
  readonly digest: Digest
  /** Of the manifest or index that the evidence was found for. */
  readonly subject: Digest
  readonly inherited: boolean
  readonly signer: Signer | null
  readonly signedAt: SignedAt | null
  readonly annotations: Readonly<Record<string, string>>
  readonly checks: readonly Check[]
  readonly command: string | null
}

export type StatementSubject = { readonly name: string; readonly digest: string }

/** A signed (or BuildKit's unsigned) in-toto statement after examination. `predicateType` is claimed until `state` is `verified`. */
export type Attestation = Evidence & {
  readonly predicateType: string | null
  readonly statementSubjects: readonly StatementSubject[]
  readonly summary: Readonly<Record<string, unknown>> | null
}
