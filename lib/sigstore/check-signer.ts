import { createPublicKey } from 'node:crypto'
import type { CheckList } from '#lib/evidence/check-list.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import { openRoot } from '#lib/trust-root/open-root.ts'
import { parseCertificate } from './certificates/certificate.ts'
import { type CheckedSigner, checkCertificate, type OfferedCertificate } from './check-certificate.ts'
import { checkProofs, type OfferedProofs } from './check-proofs.ts'
import { checkSignature, recordUnknownKey } from './check-signature.ts'

/** What a signature comes with. `certificates` is empty where a key signed. */
export type OfferedSignature = OfferedCertificate

/**
 * Finds out who signed: one of the known keys, else the identity that the certificate proves. A key that fits decides, and a
 * certificate beside it plays no part.
 */
export function checkSigner(list: CheckList, offered: OfferedSignature, context: ExamineContext): CheckedSigner {
  const nowMs = Date.parse(context.trust.now)
  const roots = context.trust.roots.map(openRoot)
  const found = checkSignature(list, offered.signed, context)
  if (found.key !== null) {
    const { key, signature } = found
    const verifiers = [key.spki, ...offered.certificates.filter((der) => isOfKey(der, key.spki))]
    const proofs: OfferedProofs = { ...offered, signatures: [signature], verifiers }
    checkBesideKey(list, offered.certificates)
    return { signer: { kind: 'key', key }, proofs: checkProofs(list, proofs, roots, nowMs) }
  }
  if (offered.certificates.length > 0) {
    return checkCertificate(list, offered, { roots, anchors: context.trust.anchors, nowMs })
  }
  recordUnknownKey(list, found.untried, context)
  const signatures = offered.signed.map(({ signature }) => signature)
  return { signer: null, proofs: checkProofs(list, { ...offered, signatures, verifiers: null }, roots, nowMs) }
}

/** A certificate that cannot be read makes the evidence malformed, whoever signed. */
function checkBesideKey(list: CheckList, certificates: readonly Uint8Array[]): void {
  if (certificates.length === 0 || list.read('certificate', () => certificates.map(parseCertificate)) === null) return
  list.skip('certificate', 'The key decides; the certificate beside it plays no part.')
}

/** A log entry of a key's signature may name a certificate of that key instead. */
function isOfKey(der: Uint8Array, spki: Uint8Array): boolean {
  try {
    const pem = `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`
    return createPublicKey(pem).export({ type: 'spki', format: 'der' }).equals(spki)
  } catch {
    return false
  }
}
