import type { Statement } from '#lib/attestation/statement.ts'
import type { Attestation, Evidence } from '#lib/evidence/evidence.ts'
import type { RevocationQuestion } from '#lib/notation/revocation/revocation.ts'

/**
 * One item after examination. `identity` is equal for copies of the same signature over the same bytes; `twin` as well for a
 * verified signature that somebody wrote in another of its forms.
 */
export type ExaminedItem =
  | {
      readonly kind: 'signature'
      readonly evidence: Evidence
      readonly identity: string
      readonly twin?: string | undefined
      /** About which of its certificates somebody may be asked whether they were revoked. */
      readonly questions?: readonly RevocationQuestion[] | undefined
    }
  | {
      readonly kind: 'attestation'
      readonly evidence: Attestation
      readonly identity: string
      readonly twin?: undefined
      readonly statement: Statement | null
    }
