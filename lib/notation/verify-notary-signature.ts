import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { limits } from '#lib/config/limits.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { isJsonObject } from '#lib/evidence/json-object.ts'
import { decodeUtf8, parseStrictJson } from '#lib/evidence/strict-json.ts'
import { type Certificate, parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import { readCertificateKey } from '#lib/sigstore/certificates/certificate-key.ts'
import {
  readBasicConstraints,
  readExtendedKeyUsage,
  readKeyUsage,
  usages,
} from '#lib/sigstore/certificates/extensions.ts'
import { isIssuedBy } from '#lib/sigstore/certificates/verify-chain.ts'
import type { KeyAlgorithm } from '#lib/trust/trust-rule.ts'
import { malformedNotary, type NotaryAlgorithm, type NotarySignature } from './notary-signature.ts'

/** The descriptor that must have been signed: digest, size and media type of the manifest. */
export type NotaryTarget = { readonly digest: string; readonly size: number; readonly mediaType: string }

export type ProvenCertificate = {
  readonly certificate: Certificate
  /** The one of the trust anchors that it leads to. */
  readonly anchor: Certificate
  readonly annotations: Readonly<Record<string, string>>
}

/**
 * Verifies a Notary Project signature (specs trust-store-trust-policy.md, signature verification, level strict) without
 * revocation: integrity, the target, trust in one of the anchors, expiry, and validity of the certificates now. A signature
 * whose certificates have expired needs a time stamp, which is not looked at here. Throws an `EvidenceError`.
 */
export function verifyNotarySignature(
  notary: NotarySignature,
  target: NotaryTarget,
  anchors: readonly Certificate[],
  nowMs: number,
): ProvenCertificate {
  const certificates = notary.certificates.map(parseCertificate)
  const [leaf] = certificates
  if (leaf === undefined) throw malformedNotary('it has no certificate')
  assertSignature(notary, leaf)
  const annotations = readTarget(notary.payload, target)
  assertProfile(leaf)
  const chain = toTrustedChain(certificates, anchors)
  assertTimes(notary, chain.certificates, nowMs)
  return { certificate: leaf, anchor: chain.anchor, annotations }
}

/** Which algorithm a key must sign by: what the header states decides nothing (specs signature-specification.md). */
const algorithmOf: Readonly<Record<KeyAlgorithm, NotaryAlgorithm | null>> = {
  'ecdsa-p256': 'ES256',
  'ecdsa-p384': 'ES384',
  'ecdsa-p521': 'ES512',
  'rsa-2048': 'PS256',
  'rsa-3072': 'PS384',
  'rsa-4096': 'PS512',
  ed25519: null,
}

function assertSignature({ algorithm, signed, signature }: NotarySignature, leaf: Certificate): void {
  const { algorithm: keyAlgorithm, spki } = readCertificateKey(leaf)
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  const expected = algorithmOf[keyAlgorithm]
  if (expected !== algorithm) throw malformedNotary('its algorithm is not that of its key')
  if (isSigned(key, expected, signed, signature)) return
  throw new EvidenceError('SIGNATURE_INVALID', 'The signature is not by the key of its certificate.')
}

function isSigned(key: KeyObject, algorithm: NotaryAlgorithm, signed: Uint8Array, signature: Uint8Array): boolean {
  const hash = `sha${algorithm.slice(2)}`
  const padding = constants.RSA_PKCS1_PSS_PADDING
  const options = algorithm.startsWith('PS')
    ? { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
    : { key, dsaEncoding: 'ieee-p1363' as const }
  try {
    return verify(hash, signed, options, signature)
  } catch {
    return false
  }
}

/** The payload's descriptor must be the target's, size included; returns what the signer wrote beside it. */
function readTarget(payload: Uint8Array, target: NotaryTarget): Readonly<Record<string, string>> {
  const { targetArtifact } = readJson(payload)
  if (!isJsonObject(targetArtifact)) throw malformedNotary('its payload has no targetArtifact')
  const { digest, size, mediaType, annotations = {} } = targetArtifact
  if (digest !== target.digest || size !== target.size || mediaType !== target.mediaType) {
    throw new EvidenceError('SUBJECT_MISMATCH', 'The signature was made for another image.', {
      asked: target.digest,
      signed: typeof digest === 'string' ? digest.slice(0, 200) : null,
    })
  }
  if (!isJsonObject(annotations)) throw malformedNotary('its annotations are no object')
  const entries = Object.entries(annotations).slice(0, limits.maxAnnotations)
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
}

function readJson(bytes: Uint8Array) {
  try {
    const value = parseStrictJson(decodeUtf8(bytes), { maxDepth: limits.maxJsonDepth })
    if (isJsonObject(value)) return value
  } catch {
    throw malformedNotary('its payload is not JSON')
  }
  throw malformedNotary('its payload is not an object')
}

/** specs signature-specification.md, Certificate Requirements. */
function assertProfile(leaf: Certificate): void {
  const purposes = readExtendedKeyUsage(leaf)
  const isForSigning = purposes === null || purposes.includes(usages.codeSigning)
  if (readBasicConstraints(leaf)?.isCa === true || readKeyUsage(leaf)?.('digitalSignature') !== true || !isForSigning) {
    throw new EvidenceError('CERTIFICATE_PROFILE', 'The certificate is not one for signing.')
  }
}

/** The chain of the envelope as far as the first anchor: each certificate issued by the next. */
function toTrustedChain(
  certificates: readonly Certificate[],
  anchors: readonly Certificate[],
): { certificates: readonly Certificate[]; anchor: Certificate } {
  const at = certificates.findIndex(({ der }) => anchors.some((anchor) => isEqual(anchor.der, der)))
  const anchor = certificates[at]
  if (anchor === undefined) {
    throw new EvidenceError(
      'CERTIFICATE_UNKNOWN_AUTHORITY',
      'The certificate leads to none of the trusted certificates.',
    )
  }
  const path = certificates.slice(0, at + 1)
  const isWhole = path.every((certificate, index) => {
    const issuer = path[index + 1]
    return issuer === undefined || (isIssuedBy(certificate, issuer) && readBasicConstraints(issuer)?.isCa === true)
  })
  if (isWhole) return { certificates: path, anchor }
  throw new EvidenceError('CERTIFICATE_MALFORMED', 'The certificates are no chain: one was not issued by the next.')
}

function assertTimes({ expiry, signingTime }: NotarySignature, chain: readonly Certificate[], nowMs: number): void {
  if (expiry !== null && (expiry <= nowMs || expiry <= signingTime)) {
    throw new EvidenceError('NOTARY_EXPIRED', 'The signature’s own expiry has passed.', {
      expiry: new Date(expiry).toISOString(),
    })
  }
  const outside = chain.find(({ notBefore, notAfter }) => nowMs < notBefore || nowMs > notAfter)
  if (outside === undefined) return
  throw new EvidenceError('CERTIFICATE_OUTSIDE_VALIDITY', 'A certificate is not valid now, and no time is proven.', {
    notBefore: new Date(outside.notBefore).toISOString(),
    notAfter: new Date(outside.notAfter).toISOString(),
  })
}

const isEqual = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0
