import type { Claim } from './claim.ts'
import type { ClaimedValue } from './claimed-value.ts'

/** Worst first; `unknown` is whatever is none of these words. */
export const severities = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] as const
export type Severity = (typeof severities)[number]
export type SeverityCount = { readonly severity: Severity; readonly count: number }

const words = new Map<string, Severity>([
  ['critical', 'critical'],
  ['high', 'high'],
  ['important', 'high'],
  ['error', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['warning', 'medium'],
  ['low', 'low'],
  ['note', 'low'],
  ['negligible', 'negligible'],
  ['informational', 'negligible'],
  ['info', 'negligible'],
  ['none', 'negligible'],
])

/** The severity that a word stands for, whatever its case. Never throws. */
export function toSeverity(claim: Claim): Severity {
  return typeof claim === 'string' ? (words.get(claim.trim().toLowerCase()) ?? 'unknown') : 'unknown'
}

/** The severity of a CVSS base score (CVSS v3.1 §5); null for what is no score from 0 to 10. */
export function severityOfScore(place: ClaimedValue): Severity | null {
  const text = place.text(20)
  if (typeof text !== 'string' || !/^\d{1,2}(?:\.\d{1,4})?$/.test(text)) return null
  const score = Number(text)
  if (score > 10) return null
  if (score >= 9) return 'critical'
  if (score >= 7) return 'high'
  if (score >= 4) return 'medium'
  return score > 0 ? 'low' : 'negligible'
}
