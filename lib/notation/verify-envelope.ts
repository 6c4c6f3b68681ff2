import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { Certificate } from '#lib/sigstore/certificates/certificate.ts'
import { readCertificateKey } from '#lib/sigstore/certificates/certificate-key.ts'
import type { KeyAlgorithm } from '#lib/trust/trust-rule.ts'
import { malformedNotary, type NotaryAlgorithm, type NotarySignature } from './notary-signature.ts'

/** By which algorithm a key must sign: what the header states decides nothing (specs signature-specification.md). */
const algorithmOf: Readonly<Record<KeyAlgorithm, NotaryAlgorithm | null>> = {
  'ecdsa-p256': 'ES256',
  'ecdsa-p384': 'ES384',
  'ecdsa-p521': 'ES512',
  'rsa-2048': 'PS256',
  'rsa-3072': 'PS384',
  'rsa-4096': 'PS512',
  ed25519: null,
}

type Signed = Pick<NotarySignature, 'algorithm' | 'signed' | 'signature'>

/**
 * Verifies the signature over headers and payload by the key of its certificate, and returns the type of that key. Throws
 * `NOTARY_MALFORMED` when the stated algorithm is not that of the key, `CERTIFICATE_…` for a key that is not accepted, else
 * `SIGNATURE_INVALID`.
 */
export function verifyEnvelope({ algorithm, signed, signature }: Signed, leaf: Certificate): KeyAlgorithm {
  const { algorithm: keyAlgorithm, spki } = readCertificateKey(leaf)
  if (algorithmOf[keyAlgorithm] !== algorithm) throw malformedNotary('its algorithm is not that of its key')
  const key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' })
  if (isSigned(key, algorithm, signed, signature)) return keyAlgorithm
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
