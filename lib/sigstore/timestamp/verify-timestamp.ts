import { hash, verify } from 'node:crypto'
import { areEqual } from '#lib/evidence/equal-bytes.ts'
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

/** A time that an authority vouches for, in milliseconds since the epoch, and the certificate that it signed with. */
export type ProvenTimestamp = { readonly atMs: number; readonly certificate: Certificate }

/**
 * Verifies a time stamp over `data`, or over any one of several (RFC 3161 §2.3, RFC 5652 §5.6). The certificate that signed
 * must be the one that it names, and lead to an authority of the trusted root. Throws `TIMESTAMP_UNKNOWN_AUTHORITY` when it
 * does not, whatever else may be wrong, else `TIMESTAMP_INVALID` or `CERTIFICATE_OUTSIDE_VALIDITY`.
 */
export function verifyTimestamp(
  response: Uint8Array,
  data: readonly Uint8Array[],
  authorities: readonly TrustedAuthority[],
): ProvenTimestamp {
  const timestamp = parseTimestamp(response)
  const { genTime } = timestamp
  const certificate = findSigner(timestamp, authorities)
  const chain = toChain(certificate, authorities, genTime)
  assertStamped(timestamp, certificate, data)
  assertValidAt(chain, genTime)
  return { atMs: genTime, certificate }
}

/** Throws `TIMESTAMP_INVALID` unless the certificate, one for time stamps, signed the token over one of the data. */
export function assertStamped(timestamp: Timestamp, certificate: Certificate, data: readonly Uint8Array[]): void {
  const { imprint } = timestamp
  if (!data.some((one) => areEqual(hash(imprint.algorithm, one, 'buffer'), imprint.hashed))) {
    throw invalidTimestamp('it is over other bytes')
  }
  assertTimestampProfile(certificate)
  assertSignature(timestamp, certificate)
}

/** The named certificate, in the trusted root or the token (CVE-2026-39984: checks ran against another one of the bag). */
function findSigner({ certificates, signer }: Timestamp, authorities: readonly TrustedAuthority[]): Certificate {
  const { algorithm, hashed } = signer.certificateHash
  const isNamed = (der: Uint8Array) => areEqual(hash(algorithm, der, 'buffer'), hashed)
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
  if (!areEqual(hash(signer.digestAlgorithm, content, 'buffer'), signer.messageDigest)) {
    throw invalidTimestamp('its content is not what was signed')
  }
  try {
    if (verify(signer.digestAlgorithm, signer.signedAttributes, certificate.x509.publicKey, signer.signature)) return
  } catch {
    // A key that cannot be read, or that signs otherwise, has not signed this.
  }
  throw invalidTimestamp('its signature is not by its certificate')
}

function toChain(certificate: Certificate, authorities: readonly TrustedAuthority[], atMs: number) {
  try {
    return findChain(certificate, authorities, [atMs])
  } catch (error) {
    if (!(error instanceof EvidenceError) || error.code !== 'CERTIFICATE_UNKNOWN_AUTHORITY') throw error
    throw new EvidenceError('TIMESTAMP_UNKNOWN_AUTHORITY', 'The time stamp is by no authority of the trusted root.')
  }
}
