import type { Listed } from './predicates/claim.ts'
import { type ClaimLimits, toClaimLimits } from './predicates/claim-limits.ts'
import { parsePredicate } from './predicates/parse-predicate.ts'
import type { PredicateView } from './predicates/predicate-view.ts'
import type { Statement } from './statement.ts'

/** A statement to be looked at: whom it speaks of, and its predicate in named fields. Claimed until its verdict says more. */
export type AttestationView = {
  readonly predicateType: string
  readonly statementType: string
  readonly subjects: Listed<{ readonly name: string; readonly digest: string }>
  /** What a trusted signature on it would prove, and what it would not. */
  readonly limits: ClaimLimits
  readonly predicate: PredicateView
}

const maxSubjects = 500
const maxName = 2000

/** Never throws. */
export function viewStatement({ type, predicateType, subjects, predicate }: Statement): AttestationView {
  const items = subjects
    .slice(0, maxSubjects)
    .map(({ name, digest }) => ({ name: name.slice(0, maxName), digest: digest.slice(0, maxName) }))
  const view = parsePredicate(predicateType, predicate)
  return {
    predicateType: predicateType.slice(0, maxName),
    statementType: type.slice(0, maxName),
    subjects: { items, total: subjects.length, unreadable: null },
    limits: toClaimLimits(view.kind),
    predicate: view,
  }
}
