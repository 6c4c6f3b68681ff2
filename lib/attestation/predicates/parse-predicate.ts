import { parseUnknown } from './parse-unknown.ts'
import { findPredicateReader } from './predicate-readers.ts'
import type { PredicateView } from './predicate-view.ts'

/** A predicate in named fields by its type; one without a reader by its places. Never throws. */
export function parsePredicate(predicateType: string, predicate: unknown): PredicateView {
  const read = findPredicateReader(predicateType)
  return read === null ? parseUnknown(predicate) : read(predicate)
}
