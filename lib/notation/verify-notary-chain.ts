import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import type { Certificate } from '#lib/sigstore/certificates/certificate.ts'
import {
  extensionIds,
  type KeyUsage,
  readBasicConstraints,
  readExtendedKeyUsage,
  readKeyUsage,
  usages,
} from '#lib/sigstore/certificates/extensions.ts'
import { findUnknownCritical, isSelfIssued } from '#lib/sigstore/certificates/verify-anchored-chain.ts'
import { isIssuedBy } from '#lib/sigstore/certificates/verify-chain.ts'

const disordered = (why: string) =>
  new EvidenceError('CERTIFICATE_MALFORMED', `The certificates are not a chain as it must be: ${why}.`)
const refused = (why: string) =>
  new EvidenceError('CERTIFICATE_PROFILE', `The certificate is not one for signing: ${why}.`)

/**
 * Verifies what the Notary Project asks of the certificates in a signature, whoever is trusted: each issued by the next, the
 * last by itself and no other one by itself, each of the right kind (specs signature-specification.md, Certificate
 * Requirements). Throws `CERTIFICATE_MALFORMED` or `CERTIFICATE_PROFILE`.
 */
export function verifyNotaryChain(certificates: readonly Certificate[]): void {
  const [leaf] = certificates
  if (leaf === undefined) throw disordered('there is none')
  for (const [at, certificate] of certificates.entries()) {
    const issuer = certificates[at + 1]
    if (issuer === undefined) {
      if (!isSelfIssued(certificate)) throw disordered('it does not end in a root')
    } else if (isSelfIssued(certificate) || !isIssuedBy(certificate, issuer)) {
      throw disordered('one was not issued by the next')
    }
    if (at > 0) assertAuthority(certificate)
  }
  assertLeaf(leaf)
}

/** The rest of what an authority must be is asked of the path as a whole. */
function assertAuthority(certificate: Certificate): void {
  if (readBasicConstraints(certificate)?.isCa !== true) throw refused('one above it is not an authority')
  if (!isCritical(certificate, extensionIds.basicConstraints) || !isCritical(certificate, extensionIds.keyUsage)) {
    throw refused('one above it does not mark as critical what it may do')
  }
  if (readKeyUsage(certificate)?.('keyCertSign') !== true) throw refused('one above it may not sign certificates')
}

const foreignUses: readonly KeyUsage[] = [
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
]
const foreignPurposes: readonly string[] = [
  '2.5.29.37.0', // any
  '1.3.6.1.5.5.7.3.1', // TLS servers, TLS clients, e-mail
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.4',
  usages.timeStamping,
  '1.3.6.1.5.5.7.3.9', // OCSP
]

function assertLeaf(leaf: Certificate): void {
  if (readBasicConstraints(leaf)?.isCa === true) throw refused('it belongs to an authority')
  const uses = readKeyUsage(leaf)
  if (uses?.('digitalSignature') !== true) throw refused('its key may not make signatures')
  if (!isCritical(leaf, extensionIds.keyUsage)) throw refused('it does not mark as critical what its key may do')
  if (foreignUses.some((use) => uses(use))) throw refused('its key may do more than sign')
  if (readExtendedKeyUsage(leaf)?.some((id) => foreignPurposes.includes(id))) throw refused('its purpose is another')
  const unknown = findUnknownCritical(leaf)
  if (unknown !== null) throw refused(`it has the unknown critical extension ${unknown}`)
}

const isCritical = (certificate: Certificate, id: string): boolean =>
  certificate.extensions.get(id)?.isCritical === true
