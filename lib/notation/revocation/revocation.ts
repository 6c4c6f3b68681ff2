import { hash } from 'node:crypto'

/** Whether a certificate was revoked by the authority that issued it: DER, both. */
export type RevocationQuestion = { readonly certificate: Uint8Array; readonly issuer: Uint8Array }

/** An OCSP responder (RFC 6960), or a list of revoked certificates (RFC 5280 §5). */
export type RevocationMethod = 'ocsp' | 'crl'

/** Where the certificate says that it may be asked; an address over HTTP. */
export type RevocationPlace = { readonly method: RevocationMethod; readonly url: string }

/** What a place said, as it came: DER, or null and why there is none. Hostile until it is judged. */
export type RevocationAnswer = RevocationPlace & {
  /** RFC 3339. */
  readonly askedAt: string
  readonly bytes: Uint8Array | null
  readonly problem: string | null
}

/** What is proven about a certificate. Times in milliseconds since the epoch. */
export type RevocationStatus =
  | (RevocationPlace & { readonly kind: 'good'; readonly thisUpdate: number; readonly nextUpdate: number })
  | (RevocationPlace & {
      readonly kind: 'revoked'
      readonly revokedAt: number
      /** Since when the key may have been somebody else's, where the authority says so (RFC 5280 §5.3.2). */
      readonly invalidAt: number | null
      readonly why: string | null
    })
  | { readonly kind: 'unknown'; readonly reason: string }

/** By `toQuestionKey`. A question that is not in it was not asked. */
export type RevocationStatuses = ReadonlyMap<string, RevocationStatus>

/** Names a question: the SHA-256 of both certificates. */
export const toQuestionKey = ({ certificate, issuer }: RevocationQuestion): string =>
  `${hash('sha256', certificate)} ${hash('sha256', issuer)}`

/** What an answer says about one certificate once its signature has held, whatever the time is. */
export type RevocationClaim = {
  readonly thisUpdate: number
  readonly nextUpdate: number
} & (
  | { readonly kind: 'good' }
  | {
      readonly kind: 'revoked'
      readonly revokedAt: number
      readonly invalidAt: number | null
      readonly why: string | null
      /** An authority may take it back. */
      readonly isOnHold: boolean
    }
)

/** Why nothing can be concluded from an answer; the end of a sentence that begins with the place. */
export class UnusableAnswer extends Error {
  override readonly name = 'UnusableAnswer'
}
