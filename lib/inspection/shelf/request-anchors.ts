import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { parseAnchors } from '#lib/sigstore/certificates/parse-anchors.ts'
import { anchorStores, type RuleSigner, type TrustAnchor } from '#lib/trust/trust-rule.ts'
import { parseX509Subject } from '#lib/trust/x509-subject.ts'

/** A certificate that a request trusts: whoever it issued for signing, or only those whose subject has these attributes. */
export type RequestCertificate = {
  readonly pem: string
  readonly name?: string | undefined
  readonly subject?: string | undefined
}

/** What a rule of the request may name, with the name that the request gave it. */
type NamedSigner = {
  readonly name: string | null
  readonly signer: Extract<RuleSigner, { readonly kind: 'certificate' }>
}

export type RequestAnchors = { readonly anchors: readonly TrustAnchor[]; readonly signers: readonly NamedSigner[] }

/**
 * Reads the certificates of a request, of which one PEM may hold several. A request names no trust store, so each counts for
 * every one. Throws `KEY_INVALID`, `KEY_PRIVATE`, `KEY_UNSUPPORTED` or `REQUEST_INVALID`.
 */
export function toAnchors(certificates: readonly RequestCertificate[]): RequestAnchors {
  const signers: NamedSigner[] = []
  const anchors = new Map<string, readonly TrustAnchor[]>()
  for (const { pem, name = null, subject } of certificates) {
    if (subject !== undefined) assertSubject(subject)
    for (const { fingerprint, der } of parseAnchors(pem)) {
      const isKnown = signers.some(({ signer }) => signer.fingerprint === fingerprint && signer.subject === subject)
      if (!isKnown) signers.push({ name, signer: { kind: 'certificate', fingerprint, subject } })
      if (anchors.has(fingerprint)) continue
      anchors.set(
        fingerprint,
        anchorStores.map((store) => ({ fingerprint, name, der, store })),
      )
    }
  }
  return { anchors: [...anchors.values()].flat(), signers }
}

/** Attributes that cannot be read are refused now, and not once they are used. */
function assertSubject(subject: string): void {
  try {
    parseX509Subject(subject)
  } catch (cause) {
    if (!isAppError(cause, 'RULE_INVALID')) throw cause
    throw new AppError('REQUEST_INVALID', cause.message, { context: { field: 'certificates.subject' }, cause })
  }
}
