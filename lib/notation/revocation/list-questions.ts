import { areEqual } from '#lib/evidence/equal-bytes.ts'
import type { Certificate } from '#lib/sigstore/certificates/certificate.ts'
import { listPlaces } from './list-places.ts'
import type { RevocationQuestion } from './revocation.ts'

/** A certificate below an anchor, with the one that issued it. */
export type Issued = { readonly certificate: Certificate; readonly issuer: Certificate }

/**
 * The certificates of a path that somebody else vouches for: those below the highest of its anchors. The anchor itself is
 * trusted for being one (RFC 5280 §6.1), and above it anybody could put certificates with addresses of their own.
 */
export function listIssued(path: readonly Certificate[], anchors: readonly Certificate[]): readonly Issued[] {
  const isAnchor = ({ der }: Certificate) => anchors.some((anchor) => areEqual(anchor.der, der))
  const top = path.findLastIndex(isAnchor)
  return path.slice(0, Math.max(top, 0)).flatMap((certificate, at) => {
    const issuer = path[at + 1]
    return issuer === undefined ? [] : [{ certificate, issuer }]
  })
}

/** What there is to ask about them: nothing of those that name no place. */
export const listQuestions = (issued: readonly Issued[]): readonly RevocationQuestion[] =>
  issued
    .filter(({ certificate }) => listPlaces(certificate).length > 0)
    .map(toQuestion)
    // Copies: the evidence that they are parts of would cross between threads with them.
    .map(({ certificate, issuer }) => ({ certificate: Uint8Array.from(certificate), issuer: Uint8Array.from(issuer) }))

export const toQuestion = ({ certificate, issuer }: Issued): RevocationQuestion => ({
  certificate: certificate.der,
  issuer: issuer.der,
})
