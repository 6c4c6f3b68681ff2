import { AppError } from '#lib/errors/app-error.ts'
import { formatRuleName, formatRuleSigner } from '#lib/format/rule-name.ts'
import type { NewRule } from '#lib/store/rule-store.ts'
import { findPatternFault } from '#lib/trust/identity-pattern.ts'
import { parseRepositoryPattern } from '#lib/trust/repository-pattern.ts'
import type { RuleSigner } from '#lib/trust/trust-rule.ts'
import { parseX509Subject } from '#lib/trust/x509-subject.ts'

type RuleRequest = Omit<NewRule, 'name'> & { readonly name?: string | undefined }
type RuleBounds = Partial<Pick<NewRule, 'repositories' | 'validFrom' | 'validUntil'>>

/** Refuses a rule that could never hold or that means something else than it says. Throws `RULE_INVALID`. */
export function assertRule(rule: { readonly [Field in keyof RuleBounds]?: RuleBounds[Field] | undefined }): void {
  for (const pattern of rule.repositories ?? []) parseRepositoryPattern(pattern)
  const { validFrom, validUntil } = rule
  if (validFrom != null && validUntil != null && Date.parse(validFrom) >= Date.parse(validUntil)) {
    throw new AppError('RULE_INVALID', 'validUntil: the rule ends before it begins.', {
      context: { field: 'validUntil' },
    })
  }
}

/** A rule that may be stored. Throws `RULE_INVALID`, `PATTERN_INVALID` or `PATTERN_TOO_WIDE`. */
export function toNewRule({ name, ...rule }: RuleRequest): NewRule {
  assertRule(rule)
  assertSigner(rule.signer)
  return { ...rule, name: name ?? formatRuleName(formatRuleSigner(rule.signer), rule.repositories) }
}

function assertSigner(signer: RuleSigner): void {
  if (signer.kind === 'identity' && signer.subjectPattern !== undefined) assertIdentityPattern(signer.subjectPattern)
  if (signer.kind === 'certificate' && signer.subject !== undefined) parseX509Subject(signer.subject)
}

/** A pattern that cannot be read, or that names everybody, is refused when it is written and not once it is used. */
function assertIdentityPattern(pattern: string): void {
  const fault = findPatternFault(pattern)
  if (fault === null) return
  throw new AppError(
    fault.kind === 'too-wide' ? 'PATTERN_TOO_WIDE' : 'PATTERN_INVALID',
    `subjectPattern: ${fault.why}.`,
    {
      context: { field: 'subjectPattern' },
    },
  )
}
