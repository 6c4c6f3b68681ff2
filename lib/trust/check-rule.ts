import type { CheckList } from '#lib/evidence/check-list.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { ExamineContext } from './examine-context.ts'
import { matchesRepository } from './repository-pattern.ts'
import type { TrustedKey, TrustRule } from './trust-rule.ts'

/** What a rule may ask for beside the signature. Present, not yet verified. */
export type OfferedProof = { readonly hasLogEntry: boolean; readonly hasTimestamp: boolean }

const notChecked = 'not checked in this version'

/**
 * Whether a rule trusts this key for this repository now, and whether what the rule asks for is there. Rules are any-of:
 * each that covers the repository counts.
 */
export function checkRule(
  list: CheckList,
  key: TrustedKey | null,
  offered: OfferedProof,
  context: ExamineContext,
): void {
  if (key === null) {
    list.skip('rule', 'No known signer, so no rule can name it.', 'CHECK_SKIPPED')
    checkProof(list, null, offered)
    return
  }
  const rule = list.attempt(
    'rule',
    () => findRule(key, offered, context),
    (found) => ({ ...toDetail(found), keyState: key.state }),
  )
  checkProof(list, rule, offered)
}

/** The rule that decides. Throws an `EvidenceError` with the nearest reason why there is none. */
function findRule(key: TrustedKey, offered: OfferedProof, { trust, repository }: ExamineContext): TrustRule {
  const name = key.name ?? key.fingerprint.slice(0, 12)
  if (key.state === 'compromised') {
    throw new EvidenceError(
      'KEY_COMPROMISED',
      `The key ${name} is marked as compromised: anybody may have signed with it.`,
    )
  }
  const naming = trust.rules.filter(({ signer }) => signer.kind === 'key' && signer.fingerprint === key.fingerprint)
  if (naming.length === 0) throw new EvidenceError('RULE_NONE', `No trust rule names the key ${name}.`)
  const covering = naming.filter((rule) => rule.repositories.some((pattern) => matchesRepository(pattern, repository)))
  if (covering.length === 0) {
    const patterns = naming.flatMap((rule) => rule.repositories).join(', ')
    throw new EvidenceError('RULE_OTHER_REPOSITORY', `The key ${name} is trusted for other repositories only.`, {
      repository,
      trustedFor: patterns.slice(0, 500),
    })
  }
  const inForce = covering.filter((rule) => isInForce(rule, trust.now))
  const [first] = inForce.toSorted((a, b) => countObstacles(a, offered) - countObstacles(b, offered))
  if (first === undefined) {
    const [rule] = covering
    throw new EvidenceError('RULE_OUTSIDE_WINDOW', `The rule for the key ${name} is not in force now.`, {
      now: trust.now,
      validFrom: rule?.validFrom ?? null,
      validUntil: rule?.validUntil ?? null,
    })
  }
  return first
}

/** Rules are any-of, so the one that is nearest to being met decides: a proof that is missing weighs most. */
function countObstacles({ requireTransparencyLog, requireTimestamp }: TrustRule, offered: OfferedProof): number {
  const log = !requireTransparencyLog ? 0 : offered.hasLogEntry ? 1 : 3
  const stamp = !requireTimestamp ? 0 : offered.hasTimestamp ? 1 : 3
  return log + stamp
}

const isInForce = ({ validFrom, validUntil }: TrustRule, now: string): boolean =>
  (validFrom === null || Date.parse(validFrom) <= Date.parse(now)) &&
  (validUntil === null || Date.parse(now) < Date.parse(validUntil))

const toDetail = (rule: TrustRule) => ({ rule: rule.name, ruleId: rule.id, repositories: rule.repositories.join(', ') })

const proofs = {
  'transparency-log': {
    thing: 'log entry',
    open: 'LOG_ENTRY_NOT_CHECKED',
    missing: new EvidenceError('LOG_ENTRY_MISSING', 'The rule asks for an entry in a transparency log; there is none.'),
    absent: 'No entry, and none is asked for.',
  },
  timestamp: {
    thing: 'time stamp',
    open: 'TIMESTAMP_NOT_CHECKED',
    missing: new EvidenceError('TIMESTAMP_MISSING', 'The rule asks for a time stamp; there is none.'),
    absent: null,
  },
} as const

function checkProof(list: CheckList, rule: TrustRule | null, offered: OfferedProof): void {
  checkOffered(list, 'transparency-log', offered.hasLogEntry, rule?.requireTransparencyLog ?? false)
  checkOffered(list, 'timestamp', offered.hasTimestamp, rule?.requireTimestamp ?? false)
}

/** A log entry or time stamp that is there but not verified never counts as passed, and is not needed unless a rule asks. */
function checkOffered(list: CheckList, id: keyof typeof proofs, isOffered: boolean, isNeeded: boolean): void {
  const { thing, open, missing, absent } = proofs[id]
  if (isOffered && isNeeded) list.leaveOpen(id, open, `There is a ${thing}, as the rule asks; it is ${notChecked}.`)
  else if (isOffered) list.skip(id, `There is a ${thing}, ${notChecked}; the rule does not ask for it.`, open)
  else if (isNeeded) list.fail(id, missing)
  else if (absent !== null) list.skip(id, absent)
}
