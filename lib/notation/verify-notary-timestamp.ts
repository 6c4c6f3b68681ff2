import { hash } from 'node:crypto'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { type Certificate, parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { usages } from '#lib/sigstore/certificates/extensions.ts'
import { verifyAnchoredChain } from '#lib/sigstore/certificates/verify-anchored-chain.ts'
import { invalidTimestamp, parseTimestampToken, type Timestamp } from '#lib/sigstore/timestamp/parse-timestamp.ts'
import { assertStamped } from '#lib/sigstore/timestamp/verify-timestamp.ts'

/** Between which times, in milliseconds since the epoch, the signature was stamped; and the path to the anchor. */
export type ProvenStamp = {
  readonly atMs: number
  readonly earliestMs: number
  readonly latestMs: number
  readonly path: readonly Certificate[]
}

// Certificates that a token brings; more than a chain has are sent to make work.
const maxCertificates = 10

const unknown = (why: string) => new EvidenceError('TIMESTAMP_UNKNOWN_AUTHORITY', `The time stamp ${why}.`)

/**
 * Verifies the counter-signature of a Notary Project signature (specs trust-store-trust-policy.md, Timestamp Countersignature
 * Verification) by the anchors of the store `tsa`, revocation apart. Throws `TIMESTAMP_UNKNOWN_AUTHORITY` when it leads to
 * none of them, else `TIMESTAMP_INVALID` or `CERTIFICATE_…`.
 */
export function verifyNotaryTimestamp(
  token: Uint8Array,
  signature: Uint8Array,
  anchors: readonly Certificate[],
): ProvenStamp {
  const timestamp = parseTimestampToken(token)
  const { genTime, accuracyMs } = timestamp
  // The older attribute hashes the certificate with SHA-1 (specs signing-and-verification-workflow.md: v2 must be there).
  if (timestamp.signer.certificateHash.algorithm === 'sha1') throw invalidTimestamp('it names its certificate by SHA-1')
  const brought = timestamp.certificates.slice(0, maxCertificates)
  const signer = findSigner(timestamp, brought, anchors)
  const path = toPath(signer, brought.map(parseCertificate), anchors, genTime)
  assertStamped(timestamp, signer, [signature])
  return { atMs: genTime, earliestMs: genTime - accuracyMs, latestMs: genTime + accuracyMs, path }
}

/** The certificate that the token names, in it or among the anchors. */
function findSigner(
  { signer: { certificateHash } }: Timestamp,
  brought: readonly Uint8Array[],
  anchors: readonly Certificate[],
): Certificate {
  const { algorithm, hashed } = certificateHash
  const isNamed = (der: Uint8Array) => areEqual(hash(algorithm, der, 'buffer'), hashed)
  const known = anchors.find(({ der }) => isNamed(der))
  if (known !== undefined) return known
  const der = brought.find(isNamed)
  if (der !== undefined) return parseCertificate(der)
  throw unknown('was made with a certificate that is neither in it nor trusted')
}

function toPath(
  signer: Certificate,
  brought: readonly Certificate[],
  anchors: readonly Certificate[],
  atMs: number,
): readonly Certificate[] {
  try {
    return verifyAnchoredChain(signer, brought, anchors, { times: [atMs], purpose: usages.timeStamping })
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code !== 'CERTIFICATE_UNKNOWN_AUTHORITY') throw error
    throw unknown('is by no time-stamp authority that is trusted')
  }
}
