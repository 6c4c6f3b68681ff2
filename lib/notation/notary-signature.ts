import { EvidenceError } from '#lib/evidence/evidence-error.ts'

/** A Notary Project signature, taken out of its envelope (specs signature-specification.md). Claimed until verified. */
export type NotarySignature = {
  readonly algorithm: NotaryAlgorithm
  /** The bytes that the signature covers: protected header and payload, as the envelope's format joins them. */
  readonly signed: Uint8Array
  readonly signature: Uint8Array
  readonly payload: Uint8Array
  /** DER, the signer's first. */
  readonly certificates: readonly Uint8Array[]
  readonly scheme: string
  /** Milliseconds since the epoch, by the signer's own clock. */
  readonly signingTime: number
  readonly expiry: number | null
  /** DER of an RFC 3161 response over the signature. */
  readonly timestamp: Uint8Array | null
}

/** By names of JOSE (RFC 7518 §3.1): what the header states, to be compared with what the key is. */
export type NotaryAlgorithm = 'PS256' | 'PS384' | 'PS512' | 'ES256' | 'ES384' | 'ES512'

export const payloadType = 'application/vnd.cncf.notary.payload.v1+json'

export const headerNames = {
  scheme: 'io.cncf.notary.signingScheme',
  signingTime: 'io.cncf.notary.signingTime',
  authenticSigningTime: 'io.cncf.notary.authenticSigningTime',
  expiry: 'io.cncf.notary.expiry',
  timestamp: 'io.cncf.notary.timestampSignature',
  agent: 'io.cncf.notary.signingAgent',
} as const

/** Critical headers that are understood; a signature with any other is refused (specs signature-specification.md). */
export const understoodHeaders: readonly string[] = [
  headerNames.scheme,
  headerNames.authenticSigningTime,
  headerNames.expiry,
]

export const schemes = { x509: 'notary.x509', authority: 'notary.x509.signingAuthority' } as const

export const malformedNotary = (why: string): EvidenceError =>
  new EvidenceError('NOTARY_MALFORMED', `The Notary Project signature is malformed: ${why}.`)

// A leaf, two intermediates and a root are usual.
export const maxCertificates = 10
