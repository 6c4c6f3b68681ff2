import type { CheckDetail, VerificationCode } from '#lib/evidence/check.ts'
import type { CheckList } from '#lib/evidence/check-list.ts'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { OpenedRoot } from '#lib/trust-root/open-root.ts'
import type { TrustedRoot } from '#lib/trust-root/trusted-root.ts'
import type { LogEntry } from './bundle/parse-log-entry.ts'
import { toNameLine } from './certificates/describe-certificate.ts'
import { bindEntry, type LoggedEvidence } from './log/bind-entry.ts'
import { covers, type TransparencyLog } from './log/transparency-log.ts'
import { verifyInclusion } from './log/verify-inclusion.ts'
import { verifyPromise } from './log/verify-promise.ts'
import { verifyTimestamp } from './timestamp/verify-timestamp.ts'

/** What comes with a signature to prove that it was logged, and when it was made. Claimed, all of it. */
export type OfferedProofs = LoggedEvidence & {
  readonly logEntries: readonly LogEntry[]
  /** DER of RFC 3161 responses over the signature. */
  readonly timestamps: readonly Uint8Array[]
}

/** A time that somebody other than the signer vouches for, in milliseconds since the epoch. */
export type ProvenTime = { readonly atMs: number; readonly source: 'log' | 'timestamp-authority' }

/** A proof that says nothing, because no trusted root holds who made it or its kind is not read. */
export type OpenProof = {
  readonly id: 'transparency-log' | 'timestamp'
  readonly code: VerificationCode
  readonly reason: string
  readonly detail: CheckDetail
  readonly mayDate: boolean
}

export type Proofs = {
  readonly times: readonly ProvenTime[]
  /** Origins of the logs that hold the signature, each once: two entries of one log are one witness. */
  readonly logs: readonly string[]
  readonly open: readonly OpenProof[]
}

/** Of a signature that has none, or that there is no signature to. */
export const noProofs: Proofs = { times: [], logs: [], open: [] }

// Clocks differ by seconds; a log or authority further in the future is false.
const maxSkewMs = 5 * 60 * 1000

/**
 * Verifies every log entry and time stamp that a log or authority of the roots made, and records each: all of them must
 * hold. Those of unknown ones are left for the rule to weigh (Sigstore client specification, Verification).
 */
export function checkProofs(
  list: CheckList,
  offered: OfferedProofs,
  roots: readonly OpenedRoot[],
  nowMs: number,
): Proofs {
  const stamps = offered.timestamps.map((response) => checkTimestamp(list, response, offered, roots, nowMs))
  const stampedMs = timesOf(stamps).map(({ atMs }) => atMs)
  const when = { stampedMs, nowMs }
  const found = [...offered.logEntries.map((entry) => checkLogEntry(list, entry, offered, roots, when)), ...stamps]
  return {
    times: timesOf(found),
    logs: [...new Set(found.flatMap((one) => ('log' in one ? [one.log] : [])))],
    open: found.flatMap((one) => ('open' in one ? [one.open] : [])),
  }
}

type Found =
  | { readonly time: ProvenTime | null; readonly log: string }
  | { readonly time: ProvenTime }
  | { readonly open: OpenProof }
  | { readonly isFalse: true }

const isFalse = { isFalse: true } as const

const timesOf = (found: readonly Found[]): readonly ProvenTime[] =>
  found.flatMap((one) => ('time' in one && one.time !== null ? [one.time] : []))

type When = { readonly stampedMs: readonly number[]; readonly nowMs: number }

function checkLogEntry(
  list: CheckList,
  entry: LogEntry,
  offered: OfferedProofs,
  roots: readonly OpenedRoot[],
  when: When,
): Found {
  const id = 'transparency-log'
  const open = (code: VerificationCode, reason: string): Found => {
    const detail = { logId: Buffer.from(entry.logId).toString('hex').slice(0, 128), ...describeKind(entry) }
    return { open: { id, code, reason, detail, mayDate: entry.promise !== null } }
  }
  const known = roots.flatMap(({ name, root }) => {
    const log = root.logs.find(({ logId }) => areEqual(logId, entry.logId))
    return log === undefined ? [] : [{ log, name }]
  })
  if (known.length === 0) return open('LOG_UNKNOWN', 'The log entry is by a log that no trusted root holds.')
  const outcome = firstThatHolds(known, ({ log }) => verifyEntry(entry, log, offered, when))
  if (outcome.error !== null) {
    if (outcome.error.code === 'LOG_ENTRY_UNSUPPORTED') return open(outcome.error.code, outcome.error.message)
    list.fail(id, outcome.error)
    return isFalse
  }
  const { log, name } = outcome.by
  list.pass(id, { log: log.origin, index: String(entry.logIndex), ...describeEntry(entry, outcome.value), root: name })
  const time = outcome.value === null ? null : ({ atMs: outcome.value, source: 'log' } as const)
  return { time, log: log.origin }
}

/** The time that the log vouches for, null where it vouches for none. */
function verifyEntry(
  entry: LogEntry,
  log: TransparencyLog,
  offered: OfferedProofs,
  { stampedMs, nowMs }: When,
): number | null {
  bindEntry(entry, offered)
  if (entry.proof?.checkpoint != null) verifyInclusion(entry, log)
  else if (entry.promise === null) {
    throw new EvidenceError('LOG_PROOF_INVALID', 'The log entry has neither a proof nor a promise.')
  }
  // Only the log's own signature makes `integratedTime` a time (an entry with a proof alone has none).
  if (entry.promise === null) {
    if (stampedMs.every((atMs) => covers(log.validity, atMs))) return null
    throw new EvidenceError('LOG_PROOF_INVALID', 'The log was not in use at the proven time.', { log: log.origin })
  }
  const atMs = verifyPromise(entry, log)
  assertPast(atMs, nowMs)
  return atMs
}

const describeKind = ({ kind, version }: LogEntry) => ({ kind: `${kind} ${version}`.slice(0, 100) })

function describeEntry(entry: LogEntry, atMs: number | null): CheckDetail {
  const hasProof = entry.proof?.checkpoint != null
  const proof = hasProof ? (entry.promise === null ? 'inclusion' : 'inclusion and promise') : 'promise'
  const time = atMs === null ? {} : { integratedAt: new Date(atMs).toISOString() }
  return { proof, ...describeKind(entry), ...time }
}

function checkTimestamp(
  list: CheckList,
  response: Uint8Array,
  { signatures, content }: OfferedProofs,
  roots: readonly OpenedRoot[],
  nowMs: number,
): Found {
  const id = 'timestamp'
  // cosign stamps the whole envelope where it stands alone in a layer, else the signature.
  const stamped = content.kind === 'envelope' && content.stored !== null ? [content.stored] : signatures
  // One that is malformed is so whether or not anybody is trusted.
  const known =
    roots.length === 0
      ? [noRoot]
      : roots.map(({ name, root }) => ({ name, timestampAuthorities: root.timestampAuthorities }))
  const outcome = firstThatHolds(known, ({ timestampAuthorities }) => {
    const proven = verifyTimestamp(response, stamped, timestampAuthorities)
    assertPast(proven.atMs, nowMs)
    return proven
  })
  if (outcome.error !== null) {
    if (outcome.error.code !== 'TIMESTAMP_UNKNOWN_AUTHORITY') {
      list.fail(id, outcome.error)
      return isFalse
    }
    const { code, message: reason, detail } = outcome.error
    return { open: { id, code, reason, detail, mayDate: true } }
  }
  const { atMs, certificate } = outcome.value
  const authority = toNameLine(certificate.x509.subject).slice(0, 300)
  list.pass(id, { at: new Date(atMs).toISOString(), authority, root: outcome.by.name })
  return { time: { atMs, source: 'timestamp-authority' } }
}

const noRoot: { name: string; timestampAuthorities: TrustedRoot['timestampAuthorities'] } = {
  name: '',
  timestampAuthorities: [],
}

function assertPast(atMs: number, nowMs: number): void {
  if (atMs <= nowMs + maxSkewMs) return
  throw new EvidenceError('PROVEN_TIME_IN_FUTURE', 'The proven time lies in the future.', {
    at: new Date(atMs).toISOString(),
  })
}

type Outcome<By, Value> =
  | { readonly error: null; readonly by: By; readonly value: Value }
  | { readonly error: EvidenceError }

/** Several roots may hold the same log: what one of them proves is proven. Else the error that says most. */
function firstThatHolds<By, Value>(candidates: readonly By[], verify: (by: By) => Value): Outcome<By, Value> {
  let worst: EvidenceError | null = null
  for (const by of candidates) {
    try {
      return { error: null, by, value: verify(by) }
    } catch (error) {
      if (!(error instanceof EvidenceError)) throw error
      if (worst === null || worst.code === 'TIMESTAMP_UNKNOWN_AUTHORITY') worst = error
    }
  }
  if (worst === null) throw new RangeError('there is nothing to try')
  return { error: worst }
}
