import { hash, verify } from 'node:crypto'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { type Certificate, parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import {
  extensionIds,
  readBasicConstraints,
  readExtendedKeyUsage,
  usages,
} from '#lib/sigstore/certificates/extensions.ts'
import { assertValidAt, findChain, type TrustedAuthority } from '#lib/sigstore/certificates/verify-chain.ts'
import { invalidTimestamp, parseTimestamp, type Timestamp } from './parse-timestamp.ts'

const tstInfo = '1.2.840.113549.1.9.16.1.4'

/**
 * Verifies a time stamp over `data` (RFC 3161 §2.3, RFC 5652 §5.6) and returns its time in milliseconds since the epoch. The
 * certificate that signed must be the one that it names, and lead to an authority of the trusted root. Throws
 * `TIMESTAMP_INVALID`, `TIMESTAMP_UNKNOWN_AUTHORITY` or `CERTIFICATE_OUTSIDE_VALIDITY`.
 */
export function verifyTimestamp(
  response: Uint8Array,
  data: Uint8Array,
  authorities: readonly TrustedAuthority[],
): number {
  const timestamp = parseTimestamp(response)
  const { imprint, genTime } = timestamp
  if (!isEqual(hash(imprint.algorithm, data, 'buffer'), imprint.hashed))
    throw invalidTimestamp('it is over other bytes')
  const certificate = findSigner(timestamp, authorities)
  assertTimestampProfile(certificate)
  assertSignature(timestamp, certificate)
  const chain = toChain(certificate, authorities)
  assertValidAt(chain, genTime)
  return genTime
}

/** The named certificate, in the trusted root or the token (CVE-2026-39984: checks ran against another one of the bag). */
function findSigner({ certificates, signer }: Timestamp, authorities: readonly TrustedAuthority[]): Certificate {
  const { algorithm, hashed } = signer.certificateHash
  const isNamed = (der: Uint8Array) => isEqual(hash(algorithm, der, 'buffer'), hashed)
  const known = authorities.flatMap((authority) => authority.certificates).find(({ der }) => isNamed(der))
  if (known !== undefined) return known
  const brought = certificates.find(isNamed)
  if (brought !== undefined) return parseCertificate(brought)
  throw new EvidenceError(
    'TIMESTAMP_UNKNOWN_AUTHORITY',
    'The time stamp was made with a certificate that is neither in it nor in the trusted root.',
  )
}

/** Certificates for time stamps are for nothing else, and say so as critical (RFC 3161 §2.3). */
function assertTimestampProfile(certificate: Certificate): void {
  const purposes = readExtendedKeyUsage(certificate)
  const isCritical = certificate.extensions.get(extensionIds.extendedKeyUsage)?.isCritical === true
  if (!isCritical || purposes?.length !== 1 || purposes[0] !== usages.timeStamping) {
    throw invalidTimestamp('its certificate is not one for time stamps alone')
  }
  if (readBasicConstraints(certificate)?.isCa === true) throw invalidTimestamp('its certificate is an authority’s')
}

function assertSignature({ content, signer }: Timestamp, certificate: Certificate): void {
  if (signer.contentType !== tstInfo) throw invalidTimestamp('it signs another type of content')
  if (!isEqual(hash(signer.digestAlgorithm, content, 'buffer'), signer.messageDigest)) {
    throw invalidTimestamp('its content is not what was signed')
  }
  try {
    if (verify(signer.digestAlgorithm, signer.signedAttributes, certificate.x509.publicKey, signer.signature)) return
  } catch {
    // A key that cannot be read, or that signs otherwise, has not signed this.
  }
  throw invalidTimestamp('its signature is not by its certificate')
}

function toChain(certificate: Certificate, authorities: readonly TrustedAuthority[]) {
  try {
    return findChain(certificate, authorities)
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code !== 'CERTIFICATE_UNKNOWN_AUTHORITY') throw error
    throw new EvidenceError('TIMESTAMP_UNKNOWN_AUTHORITY', 'The time stamp is by no authority of the trusted root.')
  }
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
