import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { identifyTime } from '#lib/format/time.ts'
import { attestationName } from './attestation-name.ts'

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

/** By what they are; within each the newest first, and those without a time last, in the order given. Nothing is left out. */
export function groupAttestations(attestations: readonly AttestationDto[]): readonly AttestationGroup[] {
  const groups = Map.groupBy(attestations, attestationName)
  return [...groups]
    .map(([name, items]) => ({ name, items: items.toSorted(compareNewest) }))
    .toSorted((a, b) => rank(a.name) - rank(b.name))
}

const msOf = (attestation: AttestationDto): number =>
  identifyTime(attestedAt(attestation)?.at ?? '') ?? Number.NEGATIVE_INFINITY

function compareNewest(a: AttestationDto, b: AttestationDto): number {
  const [first, second] = [msOf(a), msOf(b)]
  return first === second ? 0 : second - first
}

const order = [
  /SBOM/,
  /^SLSA provenance/,
  /^Vulnerability scan/,
  /VEX$/,
  /^Verification/,
  /^Test result/,
  /^Release/,
  /^(?:in-toto|SCAI|Custom)/,
]

function rank(name: string): number {
  const found = order.findIndex((pattern) => pattern.test(name))
  return found === -1 ? order.length : found
}
