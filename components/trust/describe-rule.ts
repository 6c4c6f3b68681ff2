import type { RuleDto } from '#lib/api/contract/trust.ts'
import { formatRuleName, formatRuleSigner } from '#lib/format/rule-name.ts'
import { formatExactTime } from '#lib/format/time.ts'

const day = (at: string): string => formatExactTime(at).slice(0, 10)

/** A rule's name, unless it only repeats the signer and the repositories, and its conditions. */
export function describeRule(rule: RuleDto): string[] {
  const parts = [
    isGivenName(rule) ? `Rule “${rule.name}”` : null,
    rule.validFrom === null ? null : `from ${day(rule.validFrom)}`,
    rule.validUntil === null ? null : `until ${day(rule.validUntil)}`,
    rule.requireTransparencyLog ? 'asks for a transparency log entry' : null,
    rule.requireTimestamp ? 'asks for a time stamp' : null,
  ]
  return parts.filter((part) => part !== null)
}

/** A rule for an identity that nobody named is called after what stands beside it anyway. */
function isGivenName({ name, signer, repositories }: RuleDto): boolean {
  return signer.kind !== 'identity' || name !== formatRuleName(formatRuleSigner(signer), repositories)
}
