import type { StoreAnswer } from '#lib/evidence/discovery.ts'
import type { Attestation, Evidence } from '#lib/evidence/evidence.ts'
import type { State } from '#lib/evidence/state.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { SbomFacts } from '#lib/sbom/sbom.ts'

/** The one object that list, detail, API, badge and alert show (design: one verifier feeds them all). */
export type Verdict = {
  readonly reference: string
  readonly digest: Digest
  readonly mediaType: string
  readonly platform: string | null
  readonly state: State
  readonly indexState: State | null
  readonly sentence: string
  readonly signatures: readonly Evidence[]
  readonly attestations: readonly Attestation[]
  readonly sbom: SbomFacts | null
  readonly discovery: readonly StoreAnswer[]
  readonly checkedAt: string
}
