import type { SigningIdentity } from '#lib/sigstore/certificates/signing-identity.ts'
import type { TrustedKey } from './trust-rule.ts'

/** Who signed, once it is proven. Whether that is somebody trusted is for the rules to say. */
export type ProvenSigner =
  | { readonly kind: 'key'; readonly key: TrustedKey }
  | {
      readonly kind: 'identity'
      readonly identity: SigningIdentity
      /** Ids of the trusted roots that prove it. */
      readonly roots: readonly string[]
    }
  | {
      readonly kind: 'certificate'
      readonly subject: string
      readonly issuer: string
      /** SHA-256 of the signing certificate, in hexadecimal. */
      readonly fingerprint: string
      /** Fingerprints of the anchors that it leads to. */
      readonly anchors: readonly string[]
      /** Attributes of the subject: type and value. */
      readonly attributes: readonly (readonly [string, string])[]
    }
