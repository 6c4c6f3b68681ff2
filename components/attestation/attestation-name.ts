import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { formatPredicateType } from '#lib/format/predicate.ts'

/** What an attestation is called: by its predicate type, and by its content where one type holds two things. */
export function attestationName({ predicateType, summary }: Pick<AttestationDto, 'predicateType' | 'summary'>): string {
  return summary?.kind === 'CycloneDX VEX' ? 'CycloneDX VEX' : formatPredicateType(predicateType)
}
