import { explainPattern } from '#lib/format/trust-pattern.ts'

/** What is wrong with a rule's patterns: the first problem, null when there is none. */
export function explainPatterns(patterns: readonly string[]): string | null {
  if (patterns.length === 0) return explainPattern('')
  return patterns.map(explainPattern).find((problem) => problem !== null) ?? null
}
