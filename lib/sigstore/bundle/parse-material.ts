import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import { assertMembers, readBytes } from './bundle-members.ts'
import type { BundleVersion } from './parse-bundle.ts'
import { type LogEntry, parseLogEntry } from './parse-log-entry.ts'

/** What a bundle offers for its verification. `certificates` are DER, the signer's first. */
export type BundleMaterial = {
  readonly signer:
    | { readonly kind: 'public-key'; readonly hint: string | null }
    | { readonly kind: 'certificates'; readonly certificates: readonly Uint8Array[] }
  readonly logEntries: readonly LogEntry[]
  /** DER of RFC 3161 time-stamp responses. */
  readonly timestamps: readonly Uint8Array[]
}

// One log and one time-stamp authority are usual; sigstore-go reads 32 of each.
const maxEntries = 32
const maxCertificates = 10

const refused = (why: string) =>
  new EvidenceError('BUNDLE_MATERIAL', `The bundle’s verification material is unusable: ${why}.`)

/** Reads `verificationMaterial` by the demands of the bundle's version. Throws an `EvidenceError`. */
export function parseMaterial(value: unknown, version: BundleVersion): BundleMaterial {
  if (!isJsonObject(value)) throw refused('there is none')
  const members = ['publicKey', 'certificate', 'x509CertificateChain', 'tlogEntries', 'timestampVerificationData']
  assertMembers(value, 'verificationMaterial', members)
  const logEntries = readList(value.tlogEntries, 'tlogEntries').map(parseLogEntry)
  assertLogEntries(logEntries, version)
  assertDistinctLogs(logEntries)
  return { signer: readSigner(value, version), logEntries, timestamps: readTimestamps(value.timestampVerificationData) }
}

function readSigner(value: JsonObject, version: BundleVersion): BundleMaterial['signer'] {
  const { publicKey, certificate, x509CertificateChain: chain } = value
  const given = [publicKey, certificate, chain].filter((one) => one !== undefined)
  if (given.length !== 1) throw refused(given.length === 0 ? 'it names no signer' : 'it names several signers')
  if (publicKey !== undefined) {
    if (!isJsonObject(publicKey)) throw refused('publicKey is not an object')
    assertMembers(publicKey, 'publicKey', ['hint'])
    const { hint = '' } = publicKey
    if (typeof hint !== 'string') throw refused('the hint is not text')
    return { kind: 'public-key', hint: hint === '' ? null : hint }
  }
  if (certificate !== undefined) return { kind: 'certificates', certificates: [readCertificate(certificate)] }
  if (version === '0.3') throw refused('version 0.3 has a single certificate, not a chain')
  if (!isJsonObject(chain)) throw refused('x509CertificateChain is not an object')
  const certificates = readList(chain.certificates, 'certificates', maxCertificates).map(readCertificate)
  if (certificates.length === 0) throw refused('the chain is empty')
  return { kind: 'certificates', certificates }
}

function readCertificate(value: unknown): Uint8Array {
  if (!isJsonObject(value)) throw refused('a certificate is not an object')
  assertMembers(value, 'certificate', ['rawBytes'])
  return readBytes(value.rawBytes, 'certificate.rawBytes')
}

function readTimestamps(value: unknown): Uint8Array[] {
  if (value === undefined || value === null) return []
  if (!isJsonObject(value)) throw refused('timestampVerificationData is not an object')
  assertMembers(value, 'timestampVerificationData', ['rfc3161Timestamps'])
  return readList(value.rfc3161Timestamps, 'rfc3161Timestamps').map((stamp) => {
    if (!isJsonObject(stamp)) throw refused('a time stamp is not an object')
    assertMembers(stamp, 'a time stamp', ['signedTimestamp'])
    return readBytes(stamp.signedTimestamp, 'signedTimestamp')
  })
}

/** Each version is held to its own demands: 0.1 to a promise of inclusion, 0.2 to a proof with a checkpoint. */
function assertLogEntries(entries: readonly LogEntry[], version: BundleVersion): void {
  const missing = (what: string) =>
    new EvidenceError(
      'BUNDLE_LOG_ENTRY_MISSING',
      `A bundle of version ${version} must have a log entry with ${what}.`,
      { version },
    )
  if (version === '0.1' && (entries.length === 0 || entries.some((entry) => entry.promise === null))) {
    throw missing('an inclusion promise')
  }
  const lacksProof = ({ proof }: LogEntry) => proof === null || proof.checkpoint === null
  if (version === '0.2' && (entries.length === 0 || entries.some(lacksProof)))
    throw missing('a proof and its checkpoint')
  if (version === '0.3' && entries.some(lacksProof)) throw missing('a proof and its checkpoint')
}

/** Entries are counted as witnesses, so that a log must not speak twice (CVE-2026-49834). */
function assertDistinctLogs(entries: readonly LogEntry[]): void {
  const logs = entries.map(({ logId }) => Buffer.from(logId).toString('hex'))
  const repeated = logs.find((log, at) => logs.indexOf(log) !== at)
  if (repeated === undefined) return
  throw new EvidenceError('LOG_ENTRY_REPEATED', 'The bundle has two entries of one log, which is one witness.', {
    logId: repeated.slice(0, 128),
  })
}

function readList(value: unknown, where: string, max = maxEntries): readonly unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw refused(`${where} is not a list`)
  // Counted before any of it is verified: each entry costs time.
  if (value.length > max) throw refused(`${where} has ${value.length} entries; at most ${max} are read`)
  return value
}
