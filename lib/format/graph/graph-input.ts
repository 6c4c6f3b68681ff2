import type { Evidence } from '#lib/evidence/evidence.ts'
import type { State } from '#lib/evidence/state.ts'

/** One signature or attestation as the pictures need it; the latter has a `predicateType`. */
export type GraphEvidence = Pick<
  Evidence,
  'state' | 'format' | 'store' | 'inherited' | 'signer' | 'signedAt' | 'checks' | 'command'
> & {
  readonly digest: string
  readonly subject: string
  readonly predicateType?: string | null
}

/** A verdict, and what the image itself says of its platforms. */
export type GraphInput = {
  readonly digest: string
  readonly platform: string | null
  readonly state: State
  readonly indexState: State | null
  readonly indexDigest: string | null
  readonly isIndex: boolean
  readonly platforms: readonly { readonly platform: string; readonly digest: string }[]
  readonly signatures: readonly GraphEvidence[]
  readonly attestations: readonly GraphEvidence[]
}

/** Everything that was found, in the order in which all pictures and lists name it: signatures first. */
export const listEvidence = ({
  signatures,
  attestations,
}: Pick<GraphInput, 'signatures' | 'attestations'>): readonly GraphEvidence[] => [...signatures, ...attestations]
