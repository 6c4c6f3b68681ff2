import { type Check, type CheckDetail, type CheckId, checkIds, type VerificationCode } from './check.ts'
import { EvidenceError } from './evidence-error.ts'
import { type State, worstState } from './state.ts'

/** Records what was examined about one item. A check that fails is a value: the others go on. */
export type CheckList = {
  pass(id: CheckId, detail?: CheckDetail): void
  /** Not needed, or not done; never counts as passed. */
  skip(id: CheckId, reason: string, code?: VerificationCode | null, detail?: CheckDetail): void
  /** Could not be decided; what that means for the item follows from the code. */
  leaveOpen(id: CheckId, code: VerificationCode, reason: string, detail?: CheckDetail): void
  fail(id: CheckId, error: EvidenceError): void
  /** Runs a verification and records it; null when it failed. Anything but an `EvidenceError` is thrown on. */
  attempt<Value>(id: CheckId, verify: () => Value, toDetail?: (value: Value) => CheckDetail): Value | null
  /** Like `attempt`, for what passes only together with something else: records nothing but the failure. */
  read<Value>(id: CheckId, read: () => Value): Value | null
  /** Takes over what another list recorded. */
  adopt(other: CheckList): void
  /** Whether a check was recorded, in this status if one is given. */
  has(id: CheckId, status?: Check['status']): boolean
  /** In the order in which checks are shown. */
  checks(): readonly Check[]
  /** What the checks together make of the item; `verified` needs that nothing failed and nothing needed is open. */
  state(): State
}

export function createCheckList(): CheckList {
  const recorded: Check[] = []
  const list: CheckList = {
    pass: (id, detail = {}) => void recorded.push({ id, status: 'passed', detail }),
    skip: (id, reason, code = null, detail = {}) => void recorded.push({ id, status: 'skipped', code, reason, detail }),
    leaveOpen: (id, code, reason, detail = {}) =>
      void recorded.push({ id, status: 'inconclusive', code, reason, detail }),
    fail: (id, { code, message: reason, detail }) => void recorded.push({ id, status: 'failed', code, reason, detail }),
    attempt(id, verify, toDetail) {
      const result = list.read(id, () => ({ value: verify() }))
      if (result === null) return null
      list.pass(id, toDetail?.(result.value))
      return result.value
    },
    read(id, read) {
      try {
        return read()
      } catch (error) {
        if (!(error instanceof EvidenceError)) throw error
        list.fail(id, error)
        return null
      }
    },
    adopt: (other) => void recorded.push(...other.checks()),
    has: (id, status) => recorded.some((check) => check.id === id && (status ?? check.status) === check.status),
    checks: () => recorded.toSorted((a, b) => checkIds.indexOf(a.id) - checkIds.indexOf(b.id)),
    state: () => toState(recorded),
  }
  return list
}

/**
 * What a check that did not pass means for its item: `invalid` is what no other key could repair, `untrusted` what a rule
 * or another key could, `undetermined` what was not looked at. `verified` marks a remark that decides nothing.
 */
const stateOfCode: Readonly<Record<VerificationCode, State>> = {
  EVIDENCE_UNREADABLE: 'undetermined',
  EVIDENCE_TOO_LARGE: 'undetermined',
  EVIDENCE_MEDIA_TYPE: 'invalid',
  EVIDENCE_MATERIAL: 'invalid',
  EVIDENCE_DIGEST_MISMATCH: 'invalid',
  PAYLOAD_MALFORMED: 'invalid',
  PAYLOAD_TYPE: 'invalid',
  PAYLOAD_OTHER_SCHEME: 'invalid',
  SIGNATURE_MISSING: 'invalid',
  SIGNATURE_ENCODING: 'invalid',
  SIGNATURE_COUNT: 'invalid',
  SIGNATURE_UNKNOWN_KEY: 'untrusted',
  SIGNATURE_INVALID: 'invalid',
  SUBJECT_MISMATCH: 'invalid',
  REFERRER_MISMATCH: 'invalid',
  STATEMENT_MALFORMED: 'invalid',
  STATEMENT_TYPE: 'invalid',
  BUNDLE_MALFORMED: 'invalid',
  BUNDLE_VERSION: 'invalid',
  BUNDLE_MATERIAL: 'invalid',
  BUNDLE_LOG_ENTRY_MISSING: 'invalid',
  CERTIFICATE_MALFORMED: 'invalid',
  CERTIFICATE_PROFILE: 'invalid',
  CERTIFICATE_UNKNOWN_AUTHORITY: 'untrusted',
  CERTIFICATE_OUTSIDE_VALIDITY: 'invalid',
  CERTIFICATE_REVOKED: 'invalid',
  CERTIFICATE_NO_TIME: 'invalid',
  CERTIFICATE_LOG_MISSING: 'invalid',
  CERTIFICATE_LOG_UNKNOWN: 'untrusted',
  CERTIFICATE_LOG_INVALID: 'invalid',
  LOG_UNKNOWN: 'untrusted',
  LOG_ENTRY_MISSING: 'untrusted',
  LOG_ENTRY_OTHER: 'invalid',
  LOG_ENTRY_UNSUPPORTED: 'undetermined',
  LOG_ENTRY_REPEATED: 'invalid',
  LOG_CHECKPOINT_INVALID: 'invalid',
  LOG_PROOF_INVALID: 'invalid',
  LOG_PROMISE_INVALID: 'invalid',
  PROVEN_TIME_IN_FUTURE: 'invalid',
  TIMESTAMP_MISSING: 'untrusted',
  TIMESTAMP_INVALID: 'invalid',
  TIMESTAMP_UNKNOWN_AUTHORITY: 'untrusted',
  SCHEME_NOT_CHECKED: 'undetermined',
  NOTARY_MALFORMED: 'invalid',
  NOTARY_EXPIRED: 'invalid',
  RULE_NONE: 'untrusted',
  RULE_OTHER_REPOSITORY: 'untrusted',
  RULE_OUTSIDE_WINDOW: 'untrusted',
  RULE_ISSUER_DIFFERS: 'untrusted',
  RULE_SUBJECT_DIFFERS: 'untrusted',
  RULE_CLAIM_DIFFERS: 'untrusted',
  RULE_OTHER_ROOT: 'untrusted',
  KEY_COMPROMISED: 'untrusted',
  REPOSITORY_DIFFERS: 'verified',
  PREDICATE_TYPE_DIFFERS: 'verified',
  CHECK_SKIPPED: 'untrusted',
  INTERNAL_ERROR: 'undetermined',
}

const required: readonly CheckId[] = ['content', 'format', 'subject', 'signature', 'rule']

function toState(checks: readonly Check[]): State {
  const states = checks.flatMap((check) =>
    check.status === 'passed' || check.status === 'skipped' || check.code === null ? [] : [stateOfCode[check.code]],
  )
  const worst = worstState(states)
  const isPassed = (id: CheckId) => checks.some((check) => check.id === id && check.status === 'passed')
  // Nothing is verified by default: the checks that carry the word must have been made and passed.
  if (worst === 'verified' && !required.every(isPassed)) return 'untrusted'
  return worst
}
