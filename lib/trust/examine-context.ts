import type { RevocationStatuses } from '#lib/notation/revocation/revocation.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { TrustInput } from './trust-rule.ts'

/** What evidence is examined against. */
export type ExamineContext = {
  /** The digest that the evidence must speak of. */
  readonly subject: Digest
  /** The bytes that have this digest, which message signatures cover; null when they are not at hand. */
  readonly subjectBytes: Uint8Array | null
  /** Their media type, which Notary Project signatures cover as well; absent or null when it is not known. */
  readonly subjectMediaType?: string | null | undefined
  /** It speaks of the index that holds the image, not of the image itself. */
  readonly inherited: boolean
  /** `host/path`: decides which rules cover it. */
  readonly repository: string
  readonly trust: TrustInput
  /** What is proven about the revocation of certificates; absent where nobody was asked. */
  readonly revocation?: RevocationStatuses | undefined
}
