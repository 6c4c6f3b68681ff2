import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { formatPredicateType, isProvenancePredicate, isSbomPredicate } from '#lib/format/predicate.ts'
import { identifyTime } from '#lib/format/time.ts'

/** When an attestation was made: proven by a log or time-stamp authority, or as its author says. */
export type AttestedAt = { readonly at: string; readonly isProven: boolean }

const claimedTimes = ['createdAt', 'finishedOn', 'startedOn']

/** The proven time before the claimed one; null when neither is there. */
export function attestedAt({ signedAt, summary }: Pick<AttestationDto, 'signedAt' | 'summary'>): AttestedAt | null {
  if (signedAt !== null && signedAt.source !== 'signer-claim') return { at: signedAt.at, isProven: true }
  for (const name of claimedTimes) {
    const value: unknown = summary !== null && Object.hasOwn(summary, name) ? summary[name] : null
    if (typeof value === 'string' && identifyTime(value) !== null) return { at: value, isProven: false }
  }
  return signedAt === null ? null : { at: signedAt.at, isProven: false }
}

export type AttestationGroup = { readonly name: string; readonly items: readonly AttestationDto[] }

/** By what they are, SBOMs and provenance first; within each the newest first, and those without a time in the order given. */
export function groupAttestations(attestations: readonly AttestationDto[]): readonly AttestationGroup[] {
  const groups = Map.groupBy(attestations, ({ predicateType }) => formatPredicateType(predicateType))
  return [...groups]
    .map(([name, items]) => ({ name, items: items.toSorted(compareNewest) }))
    .toSorted((a, b) => rank(a) - rank(b))
}

const msOf = (attestation: AttestationDto): number =>
  identifyTime(attestedAt(attestation)?.at ?? '') ?? Number.NEGATIVE_INFINITY

function compareNewest(a: AttestationDto, b: AttestationDto): number {
  const [first, second] = [msOf(a), msOf(b)]
  return first === second ? 0 : second - first
}

function rank({ items }: AttestationGroup): number {
  const type = items[0]?.predicateType ?? null
  if (type === null) return 3
  if (isSbomPredicate(type)) return 0
  return isProvenancePredicate(type) ? 1 : 2
}
