import type { JsonObject } from './claimed-values.ts'

/** Where a CycloneDX document breaks its specification without being unreadable. */
export function listCyclonedxProblems(_document: JsonObject): readonly string[] {
  return []
}
