import { isAppError } from '#lib/errors/app-error.ts'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { type PublicKey, parsePublicKey } from '#lib/sigstore/keys/parse-public-key.ts'
import type { Certificate } from './certificate.ts'

/**
 * The key of a certificate, by the same gate that keys of rules pass: what is too weak to be trusted is too weak to be proven
 * by. Throws `CERTIFICATE_MALFORMED` or `CERTIFICATE_PROFILE`.
 */
export function readCertificateKey({ der }: Certificate): PublicKey {
  const body = Buffer.from(der).toString('base64')
  try {
    return parsePublicKey(`-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`)
  } catch (error) {
    if (isAppError(error, 'KEY_UNSUPPORTED')) throw new EvidenceError('CERTIFICATE_PROFILE', error.message)
    throw new EvidenceError('CERTIFICATE_MALFORMED', 'A certificate is malformed: its key cannot be read.')
  }
}
