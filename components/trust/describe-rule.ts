import type { RuleDto } from '#lib/api/contract/trust.ts'
import { formatExactTime } from '#lib/format/time.ts'

const day = (at: string): string => formatExactTime(at).slice(0, 10)

/** A rule's name and conditions in one line. */
export function describeRule(rule: RuleDto): string {
  const parts = [
    `Rule “${rule.name}”`,
    rule.validFrom === null ? null : `from ${day(rule.validFrom)}`,
    rule.validUntil === null ? null : `until ${day(rule.validUntil)}`,
    rule.requireTransparencyLog ? 'asks for a transparency log entry' : null,
    rule.requireTimestamp ? 'asks for a time stamp' : null,
  ]
  return parts.filter((part) => part !== null).join(' · ')
}
