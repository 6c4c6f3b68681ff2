import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { TrustedRoot } from '#lib/trust-root/trusted-root.ts'
import type { LogEntry } from './bundle/parse-log-entry.ts'
import { type Certificate, parseCertificate } from './certificates/certificate.ts'
import { readCertificateKey } from './certificates/certificate-key.ts'
import { assertSigningProfile, readIdentity, type SigningIdentity } from './certificates/signing-identity.ts'
import { verifyCertificateTransparency } from './certificates/verify-certificate-transparency.ts'
import { assertValidAt, findChain } from './certificates/verify-chain.ts'
import { verifySignature } from './keys/verify-signature.ts'
import { bindEntry, type LoggedEvidence } from './log/bind-entry.ts'
import { covers } from './log/transparency-log.ts'
import { verifyInclusion } from './log/verify-inclusion.ts'
import { verifyPromise } from './log/verify-promise.ts'
import { verifyTimestamp } from './timestamp/verify-timestamp.ts'

/** What a certificate's holder signed, and everything that is to prove it. Claimed, all of it. */
export type IdentityEvidence = {
  /** DER; the signer's first, others only as they came. */
  readonly certificates: readonly Uint8Array[]
  readonly signature: Uint8Array
  /** The bytes that the signature covers: the artefact, or an envelope's pre-authentication encoding. */
  readonly signed: Uint8Array
  readonly content: LoggedEvidence['content']
  readonly logEntries: readonly LogEntry[]
  /** DER of RFC 3161 responses over the signature. */
  readonly timestamps: readonly Uint8Array[]
}

/** A time that somebody other than the signer vouches for, in milliseconds since the epoch. */
export type ProvenTime = { readonly atMs: number; readonly source: 'log' | 'timestamp-authority' }

export type ProvenIdentity = {
  readonly identity: SigningIdentity
  readonly times: readonly ProvenTime[]
  /** Origins of the logs of the trusted root that hold the signature, each once. */
  readonly logs: readonly string[]
}

// Clocks differ by seconds; a log or authority further in the future is false.
const maxSkewMs = 5 * 60 * 1000

/**
 * Proves who signed, as far as the trusted root goes, in the order of the Sigstore client specification: log, times,
 * certificate at each of them, its own log, signature. Evidence of unknown logs and authorities is left out; of known ones
 * all must hold. Throws an `EvidenceError`. Whether the identity is trusted is another question.
 */
export function verifyIdentity(evidence: IdentityEvidence, root: TrustedRoot, nowMs: number): ProvenIdentity {
  const leaf = readLeaf(evidence.certificates)
  const logged = verifyLogEntries(evidence, leaf, root)
  const stamped = verifyTimestamps(evidence, root)
  const times = [...logged.times, ...stamped]
  assertTimes(times, evidence, nowMs)
  const chain = findChain(leaf, root.certificateAuthorities)
  for (const { atMs } of times) assertValidAt(chain, atMs)
  const [, issuer = leaf] = chain.certificates
  verifyCertificateTransparency(leaf, issuer, root.certificateLogs)
  assertSigningProfile(leaf)
  const identity = readIdentity(leaf)
  assertSignature(leaf, evidence)
  return { identity, times, logs: [...new Set(logged.origins)] }
}

function readLeaf([first, ...others]: readonly Uint8Array[]): Certificate {
  if (first === undefined) throw new EvidenceError('CERTIFICATE_MALFORMED', 'There is no certificate.')
  for (const certificate of others.map(parseCertificate)) {
    // A root never comes with the evidence; tools differ in whether they would take it for an anchor.
    if (Buffer.compare(certificate.issuer, certificate.subject) === 0) {
      throw new EvidenceError('CERTIFICATE_PROFILE', 'The evidence brings a root certificate of its own.')
    }
  }
  return parseCertificate(first)
}

function verifyLogEntries(
  { logEntries, signature, content }: IdentityEvidence,
  leaf: Certificate,
  root: TrustedRoot,
): { times: readonly ProvenTime[]; origins: readonly string[] } {
  const times: ProvenTime[] = []
  const origins: string[] = []
  for (const entry of logEntries) {
    const log = root.logs.find(({ logId }) => Buffer.compare(logId, entry.logId) === 0)
    if (log === undefined) continue
    bindEntry(entry, { signature, verifier: leaf.der, content })
    if (entry.proof?.checkpoint != null) verifyInclusion(entry, log)
    else if (entry.promise === null) {
      throw new EvidenceError('LOG_PROOF_INVALID', 'The log entry has neither a proof nor a promise.')
    }
    // Only the log's own signature makes `integratedTime` a time (an entry with a proof alone has none).
    if (entry.promise !== null) times.push({ atMs: verifyPromise(entry, log), source: 'log' })
    origins.push(log.origin)
  }
  return { times, origins }
}

function verifyTimestamps({ timestamps, signature }: IdentityEvidence, root: TrustedRoot): readonly ProvenTime[] {
  return timestamps.flatMap((response): readonly ProvenTime[] => {
    try {
      return [{ atMs: verifyTimestamp(response, signature, root.timestampAuthorities), source: 'timestamp-authority' }]
    } catch (error) {
      if (error instanceof EvidenceError && error.code === 'TIMESTAMP_UNKNOWN_AUTHORITY') return []
      throw error
    }
  })
}

function assertTimes(times: readonly ProvenTime[], { timestamps, logEntries }: IdentityEvidence, nowMs: number): void {
  const isOffered = timestamps.length > 0 || logEntries.some(({ promise }) => promise !== null)
  if (times.length === 0 && isOffered) {
    throw new EvidenceError(
      'TIMESTAMP_UNKNOWN_AUTHORITY',
      'Only logs or authorities that are not in the trusted root say when it was signed.',
    )
  }
  if (times.length === 0) {
    throw new EvidenceError('CERTIFICATE_NO_TIME', 'Nothing that is trusted proves when it was signed.')
  }
  if (times.some(({ atMs }) => !covers({ start: null, end: nowMs + maxSkewMs }, atMs))) {
    throw new EvidenceError('TIMESTAMP_INVALID', 'The proven time lies in the future.')
  }
}

function assertSignature(leaf: Certificate, { signed, signature }: IdentityEvidence): void {
  const key = readCertificateKey(leaf)
  if (verifySignature({ ...key, name: null, state: 'active' }, signed, signature) !== null) return
  throw new EvidenceError('SIGNATURE_INVALID', 'The signature is not by the key of its certificate.')
}
