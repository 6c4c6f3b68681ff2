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
  readonly scheme: NotaryScheme
  /** Milliseconds since the epoch: by the signer's own clock, or by the signing authority's where that is the scheme. */
  readonly signingTime: number
  readonly expiry: number | null
  /** DER of an RFC 3161 TimeStampToken over the signature. */
  readonly timestamp: Uint8Array | null
  /** The program that must be asked as well, by the signer's wish. */
  readonly plugin: string | null
}

/** Who vouches for the time of signing: nobody but a time stamp, or the authority that signed (specs signing-scheme.md). */
export type NotaryScheme = 'notary.x509' | 'notary.x509.signingAuthority'

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
  plugin: 'io.cncf.notary.verificationPlugin',
  pluginVersion: 'io.cncf.notary.verificationPluginMinVersion',
} as const

export const schemes = { x509: 'notary.x509', authority: 'notary.x509.signingAuthority' } as const

export const malformedNotary = (why: string): EvidenceError =>
  new EvidenceError('NOTARY_MALFORMED', `The Notary Project signature is malformed: ${why}.`)

// A leaf, two intermediates and a root are usual.
export const maxCertificates = 10
