import { useDocumentText } from '#components/ui/secrets.tsx'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import type { ClaimLimits } from '#lib/attestation/predicates/claim-limits.ts'
import { formatProof } from '#lib/attestation/predicates/format-proof.ts'
import { formatSigner } from '#lib/format/sentence.ts'

/** What the attestation shows, and what it leaves open. */
export function LimitsNote({ attestation, limits }: { attestation: AttestationDto; limits: ClaimLimits }) {
  const { state, signer, inherited } = attestation
  const show = useDocumentText()
  const proves = formatProof(limits.content, state, signer === null ? null : formatSigner(signer))
  return (
    <dl className="grid gap-x-4 gap-y-1.5 rounded-control bg-sunken px-3.5 py-2.5 sm:grid-cols-[8.6rem_minmax(0,1fr)]">
      <dt className="font-medium">What this proves</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere]">
        {show(proves)}
        {inherited && ' It speaks of the index that holds this image, not of the image itself.'}
      </dd>
      <dt className="font-medium">What it does not</dt>
      <dd className="min-w-0">{limits.doesNotProve}</dd>
    </dl>
  )
}
