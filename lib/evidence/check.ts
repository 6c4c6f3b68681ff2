/** What was examined about one piece of evidence, in the order in which it is examined and shown. */
export const checkIds = [
  'content',
  'format',
  'referrer',
  'payload-type',
  'subject',
  'signature',
  'certificate',
  'certificate-transparency',
  'transparency-log',
  'timestamp',
  'revocation',
  'expiry',
  'repository',
  'predicate-type',
  'rule',
] as const
export type CheckId = (typeof checkIds)[number]

/** Values that were compared or measured, by name. Text in them may come from an attacker: show it as text only. */
export type CheckDetail = Readonly<Record<string, string | number | boolean | null>>

/**
 * One check. `skipped` was not needed or not done and never counts as passed; `inconclusive` could not be decided
 * (no key fits: a foreign key and a changed payload cannot be told apart).
 */
export type Check =
  | { readonly id: CheckId; readonly status: 'passed'; readonly detail: CheckDetail }
  | {
      readonly id: CheckId
      readonly status: 'failed'
      readonly code: VerificationCode
      readonly reason: string
      readonly detail: CheckDetail
    }
  | {
      readonly id: CheckId
      readonly status: 'skipped' | 'inconclusive'
      readonly code: VerificationCode | null
      readonly reason: string
      readonly detail: CheckDetail
    }

/** Why a check did not pass. Each has a documentation page; they are added, never renamed. */
export const verificationCodes = [
  'EVIDENCE_UNREADABLE',
  'EVIDENCE_TOO_LARGE',
  'EVIDENCE_MEDIA_TYPE',
  'EVIDENCE_MATERIAL',
  'EVIDENCE_DIGEST_MISMATCH',
  'PAYLOAD_MALFORMED',
  'PAYLOAD_TYPE',
  'PAYLOAD_OTHER_SCHEME',
  'SIGNATURE_MISSING',
  'SIGNATURE_ENCODING',
  'SIGNATURE_COUNT',
  'SIGNATURE_UNKNOWN_KEY',
  'SIGNATURE_INVALID',
  'SUBJECT_MISMATCH',
  'REFERRER_MISMATCH',
  'STATEMENT_MALFORMED',
  'STATEMENT_TYPE',
  'BUNDLE_MALFORMED',
  'BUNDLE_VERSION',
  'BUNDLE_MATERIAL',
  'BUNDLE_LOG_ENTRY_MISSING',
  'CERTIFICATE_MALFORMED',
  'CERTIFICATE_PROFILE',
  'CERTIFICATE_UNKNOWN_AUTHORITY',
  'CERTIFICATE_OUTSIDE_VALIDITY',
  'CERTIFICATE_REVOKED',
  'CERTIFICATE_NO_TIME',
  'CERTIFICATE_LOG_MISSING',
  'CERTIFICATE_LOG_UNKNOWN',
  'CERTIFICATE_LOG_INVALID',
  'LOG_UNKNOWN',
  'LOG_ENTRY_MISSING',
  'LOG_ENTRY_OTHER',
  'LOG_ENTRY_UNSUPPORTED',
  'LOG_ENTRY_REPEATED',
  'LOG_CHECKPOINT_INVALID',
  'LOG_PROOF_INVALID',
  'LOG_PROMISE_INVALID',
  'PROVEN_TIME_IN_FUTURE',
  'TIMESTAMP_MISSING',
  'TIMESTAMP_INVALID',
  'TIMESTAMP_UNKNOWN_AUTHORITY',
  'SCHEME_NOT_CHECKED',
  'NOTARY_MALFORMED',
  'NOTARY_EXPIRED',
  'RULE_NONE',
  'RULE_OTHER_REPOSITORY',
  'RULE_OUTSIDE_WINDOW',
  'RULE_ISSUER_DIFFERS',
  'RULE_SUBJECT_DIFFERS',
  'RULE_CLAIM_DIFFERS',
  'RULE_OTHER_ROOT',
  'KEY_COMPROMISED',
  'REPOSITORY_DIFFERS',
  'PREDICATE_TYPE_DIFFERS',
  'CHECK_SKIPPED',
  'INTERNAL_ERROR',
] as const
export type VerificationCode = (typeof verificationCodes)[number]
