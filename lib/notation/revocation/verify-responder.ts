import type { Certificate } from '#lib/sigstore/certificates/certificate.ts'
import { readBasicConstraints, readExtendedKeyUsage, readKeyUsage } from '#lib/sigstore/certificates/extensions.ts'
import {
  assertStrongSignature,
  findUnknownCritical,
  isStrongKey,
} from '#lib/sigstore/certificates/verify-anchored-chain.ts'
import { isIssuedBy } from '#lib/sigstore/certificates/verify-chain.ts'
import { UnusableAnswer } from './revocation.ts'

const ocspSigning = '1.3.6.1.5.5.7.3.9'
const noCheck = '1.3.6.1.5.5.7.48.1.5'

const refused = (why: string) => new UnusableAnswer(`sent an answer by somebody who may not give it: ${why}`)

/**
 * Throws `UnusableAnswer` unless the issuer itself named the certificate as one that may answer for it (RFC 6960 §4.2.2.2),
 * and said that nobody need ask whether that one was revoked (§4.2.2.2.1): it could only be asked of itself.
 */
export function assertResponder(responder: Certificate, issuer: Certificate, nowMs: number): void {
  if (!isIssuedBy(responder, issuer)) throw refused('the authority did not issue its certificate')
  if (readExtendedKeyUsage(responder)?.includes(ocspSigning) !== true) {
    throw refused('its certificate is not one for such answers')
  }
  if (readBasicConstraints(responder)?.isCa === true) throw refused('its certificate is an authority’s')
  if (readKeyUsage(responder)?.('digitalSignature') === false) throw refused('its key may not make signatures')
  if (nowMs < responder.notBefore || nowMs > responder.notAfter) throw refused('its certificate is not valid now')
  if (!responder.extensions.has(noCheck)) throw refused('its own certificate would have to be asked about as well')
  if (findUnknownCritical(responder) !== null) throw refused('its certificate has an unknown critical extension')
  if (!isStrongKey(responder.x509)) throw refused('its key is too weak, or of a kind that is not accepted')
  assertStrongSignature(responder)
}
