import type { ReactNode } from 'react'
import type { Claim } from '#lib/attestation/predicates/claim.ts'
import { ClaimText } from './claim-text.tsx'

/** Named facts under each other. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className="grid gap-x-4 sm:gap-y-1.5 sm:grid-cols-[9.5rem_minmax(0,1fr)]">{children}</dl>
}

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0 [overflow-wrap:anywhere] max-sm:mb-2">{children}</dd>
    </>
  )
}

type ClaimFactProps = {
  readonly name: string
  readonly claim: Claim<string | number | boolean>
  /** Leaves the fact out where the predicate says nothing: for what few predicates say. */
  readonly optional?: boolean
}

/** One fact as the predicate states it. */
export function ClaimFact({ name, claim, optional = false }: ClaimFactProps) {
  if (optional && claim === null) return null
  return (
    <Fact name={name}>
      <ClaimText claim={claim} />
    </Fact>
  )
}
