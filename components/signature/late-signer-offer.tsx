'use client'

import { lazy, Suspense } from 'react'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { UnknownSigner } from './unknown-signer.tsx'

const SignerOffer = lazy(() => import('./signer-offer.tsx'))

type LateSignerOfferProps = { readonly evidence: EvidenceDto; readonly repository: string }

/** The offer to trust whoever signed what is untrusted, whose code comes only then; nothing otherwise. */
export function LateSignerOffer({ evidence, repository }: LateSignerOfferProps) {
  if (evidence.state !== 'untrusted') return null
  if (evidence.signer === null) return <UnknownSigner checks={evidence.checks} />
  return (
    <Suspense fallback={<div className="mt-2 h-7" />}>
      <SignerOffer evidence={evidence} repository={repository} />
    </Suspense>
  )
}
