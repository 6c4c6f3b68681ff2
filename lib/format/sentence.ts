import type { Check, CheckId, VerificationCode } from '#lib/evidence/check.ts'
import type { StoreAnswer } from '#lib/evidence/discovery.ts'
import type { Evidence, Signer, Store } from '#lib/evidence/evidence.ts'
import type { State } from '#lib/evidence/state.ts'
import { formatIdentity } from './identity.ts'

type SentenceInput = {
  readonly state: State
  readonly indexState: State | null
  /** Best first, own before inherited. */
  readonly signatures: readonly Evidence[]
  readonly answers: readonly StoreAnswer[]
}

/** The one sentence of a verdict, in plain words. Text in it may come from a key's name or a certificate: text only. */
export function formatSentence(input: SentenceInput): string {
  const own = input.signatures.filter(({ inherited }) => !inherited)
  const deciding = own.filter(({ state }) => state === input.state)
  const best = deciding.find(({ signer }) => signer !== null) ?? deciding[0]
  switch (input.state) {
    case 'verified':
      return best === undefined ? 'Signed by somebody whom you trust.' : `Signed by ${formatTrusted(best)}.`
    case 'untrusted':
      return `Signed, but not by anyone you trust${best === undefined ? '' : formatDoubt(best)}.`
    case 'invalid':
      return `The signature is broken${best === undefined ? '' : formatBreak(best)}.`
    case 'undetermined':
      return `Could not be checked: ${formatObstacle(input.answers, best)}.`
    case 'unsigned':
      return formatUnsigned(input)
  }
}

/** How a signer is called on screen: a key by its name or the beginning of its fingerprint, an identity by what it is. */
export function formatSigner(signer: Signer): string {
  switch (signer.kind) {
    case 'key':
      return signer.name ?? `key ${signer.fingerprint.slice(0, 12)}`
    case 'identity':
      return formatIdentity(signer)
    case 'certificate':
      return signer.subject
  }
}

const findCheck = (evidence: Evidence, id: CheckId): Check | undefined =>
  evidence.checks.find((check) => check.id === id)

function formatTrusted(evidence: Evidence): string {
  const name = evidence.signer === null ? 'somebody' : formatSigner(evidence.signer)
  const patterns = findCheck(evidence, 'rule')?.detail.repositories
  const scope = typeof patterns === 'string' && patterns !== '**' ? ` for ${patterns}` : ''
  const retired = findCheck(evidence, 'rule')?.detail.keyState === 'retired' ? ' (a retired key)' : ''
  return `${name}${retired}, whom you trust${scope}`
}

function formatDoubt(evidence: Evidence): string {
  const reason =
    evidence.checks.find((check) => check.status === 'failed') ??
    evidence.checks.find((check) => check.status === 'inconclusive')
  const code = reason === undefined || reason.status === 'passed' ? null : reason.code
  if (evidence.signer === null) return formatUnknownSigner(code)
  const name = formatSigner(evidence.signer)
  switch (code) {
    case 'RULE_NONE':
      return `: no rule names ${name}`
    case 'RULE_ISSUER_DIFFERS':
    case 'RULE_SUBJECT_DIFFERS':
    case 'RULE_CLAIM_DIFFERS':
      return `: no rule names exactly ${name}`
    case 'RULE_OTHER_ROOT':
      return `: ${name} is proven by another trusted root than the rule asks for`
    case 'LOG_UNKNOWN':
      return `: ${name} signed it, and only a log that you do not know has it`
    case 'RULE_OTHER_REPOSITORY':
      return `: ${name} is trusted for other repositories only`
    case 'RULE_OUTSIDE_WINDOW':
      return `: the rule for ${name} is not in force now`
    case 'KEY_COMPROMISED':
      return `: ${name} is marked as compromised`
    case 'LOG_ENTRY_MISSING':
      return `: ${name} signed it, without the log entry that the rule asks for`
    case 'TIMESTAMP_MISSING':
      return `: ${name} signed it, without the time stamp that the rule asks for`
    default:
      return ''
  }
}

/** A certificate says a name; without somebody who vouches for it, anybody can write one that does. */
function formatUnknownSigner(code: VerificationCode | null): string {
  switch (code) {
    case 'CERTIFICATE_UNKNOWN_AUTHORITY':
      return ': no authority that you know issued its certificate'
    case 'CERTIFICATE_LOG_UNKNOWN':
      return ': no log that you know published its certificate'
    case 'TIMESTAMP_UNKNOWN_AUTHORITY':
    case 'LOG_UNKNOWN':
      return ': nobody whom you know says when it was signed'
    default:
      return ''
  }
}

function formatBreak(evidence: Evidence): string {
  const failed = evidence.checks.find((check) => check.status === 'failed')
  if (failed?.status !== 'failed') return ''
  switch (failed.code) {
    case 'SUBJECT_MISMATCH':
    case 'REFERRER_MISMATCH':
      return ': it was made for another image'
    case 'SIGNATURE_MISSING':
    case 'SIGNATURE_ENCODING':
    case 'SIGNATURE_COUNT':
      return ': there is no usable signature in it'
    case 'EVIDENCE_DIGEST_MISMATCH':
      return ': its bytes do not have their digest'
    case 'SIGNATURE_INVALID':
      return ': it is not by the key of its certificate'
    case 'CERTIFICATE_OUTSIDE_VALIDITY':
      return String(failed.detail.judged ?? '').startsWith('now')
        ? ': its certificate is not valid now, and nothing proves when it was made'
        : ': its certificate was not valid when it was made'
    case 'CERTIFICATE_REVOKED':
      return ': its certificate was revoked'
    case 'NOTARY_EXPIRED':
      return ': its own expiry has passed'
    case 'CERTIFICATE_NO_TIME':
      return ': nothing proves when it was made'
    case 'CERTIFICATE_LOG_MISSING':
    case 'CERTIFICATE_LOG_INVALID':
      return ': its certificate was not published as it must be'
    case 'LOG_ENTRY_OTHER':
      return ': its log entry belongs to something else'
    case 'LOG_CHECKPOINT_INVALID':
    case 'LOG_PROOF_INVALID':
    case 'LOG_PROMISE_INVALID':
      return ': the proof of its log entry does not hold'
    case 'TIMESTAMP_INVALID':
      return ': its time stamp does not hold'
    case 'PROVEN_TIME_IN_FUTURE':
      return ': it was made in the future, by the time that is proven'
    default:
      return ': it is malformed'
  }
}

const storeNames: Readonly<Record<Store, string>> = {
  referrers: 'the referrers API',
  'referrers-tag': 'the referrers tag',
  tag: 'a signature tag',
  index: 'the image index',
  'signature-extension': 'the GPG signature extension',
}

function formatObstacle(answers: readonly StoreAnswer[], best: Evidence | undefined): string {
  const failed = answers.find(({ answer }) => answer === 'failed')
  if (failed !== undefined) return `${storeNames[failed.store]} ${formatFailure(failed)}`
  const open = best?.checks.find((check) => check.status === 'inconclusive')
  switch (open?.status === 'inconclusive' ? open.code : null) {
    case 'SCHEME_NOT_CHECKED':
      return best?.format === 'gpg-simple-signing'
        ? 'it has a GPG signature, which is recognised and not verified here'
        : 'its signer asks for a verification plugin, which is not run here'
    case 'LOG_ENTRY_UNSUPPORTED':
      return 'its log entry is of a kind that is not read'
    case 'EVIDENCE_TOO_LARGE':
      return 'a signature is larger than what is read'
    default:
      return 'a signature could not be read'
  }
}

/** The store's own sentence says when to come back, where the store said so. */
function formatPause(detail: string | null | undefined): string {
  const seconds = /\b(\d{1,6}) ?s(?:econds?)?\b/.exec(detail ?? '')?.[1]
  return seconds === undefined ? '' : `; try again in ${seconds} s`
}

function formatFailure({ code, status, detail }: StoreAnswer): string {
  switch (code) {
    case 'REGISTRY_UNAUTHORIZED':
    case 'REGISTRY_FORBIDDEN':
      return `refused (${status ?? code})`
    case 'REGISTRY_RATE_LIMITED':
      return `asked to slow down (429)${formatPause(detail)}`
    case 'REGISTRY_TIMEOUT':
      return 'did not answer in time'
    case 'LIMIT_EXCEEDED':
      return 'holds more than is read'
    case 'REGISTRY_PROTOCOL':
      return 'answered with something else than a registry does'
    default:
      return status === null ? 'did not answer' : `failed (${status})`
  }
}

function formatUnsigned({ indexState, signatures }: SentenceInput): string {
  if (indexState === null || indexState === 'unsigned') return 'Not signed.'
  const inherited = signatures.find((evidence) => evidence.inherited && evidence.state === indexState)
  switch (indexState) {
    case 'verified':
      return `Not signed itself; its index is signed by ${inherited === undefined ? 'somebody whom you trust' : formatTrusted(inherited)}.`
    case 'untrusted':
      return 'Not signed itself; its index is signed, but not by anyone you trust.'
    case 'invalid':
      return 'Not signed itself; the signature of its index is broken.'
    case 'undetermined':
      return 'Not signed itself; its index could not be checked.'
  }
}
