'use client'

import { useQuery } from '@tanstack/react-query'
import type { ImageSubject } from '#components/image/image-target.ts'
import { LateSignerOffer } from '#components/signature/late-signer-offer.tsx'
import type { SbomDto } from '#lib/api/contract/attestations.ts'
import { verdictQuery } from '#lib/queries/verdict.ts'

type SbomSignerProps = { readonly subject: ImageSubject; readonly sbom: SbomDto }

/** The offer to trust whoever signed the SBOM; nothing where it came without an attestation. */
export function SbomSigner({ subject, sbom }: SbomSignerProps) {
  const { data } = useQuery(verdictQuery(subject))
  if (sbom.state !== 'untrusted') return null
  const attestation = data?.attestations.find(({ digest }) => digest === sbom.digest)
  return (
    // Room for a line from the start: what is below stays where it is when the offer arrives.
    <div className="min-h-9">
      {attestation !== undefined && <LateSignerOffer evidence={attestation} repository={subject.repository} />}
    </div>
  )
}
