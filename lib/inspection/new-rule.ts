import { AppError } from '#lib/errors/app-error.ts'
import type { NewRule } from '#lib/store/rule-store.ts'
import { parseRepositoryPattern } from '#lib/trust/repository-pattern.ts'

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

/** A rule that may be stored. Rules for signers that this version does not verify are refused, not kept unused. */
export function toNewRule({ name, ...rule }: RuleRequest): NewRule {
  assertRule(rule)
  if (rule.signer.kind !== 'key') {
    throw new AppError(
      'NOT_IMPLEMENTED',
      `Rules for a signer of the kind ${rule.signer.kind} are not checked in this version.`,
      {
        context: { field: 'signer.kind' },
      },
    )
  }
  return {
    ...rule,
    name: name ?? `key ${rule.signer.fingerprint.slice(0, 8)} for ${rule.repositories.join(', ')}`.slice(0, 200),
  }
}
