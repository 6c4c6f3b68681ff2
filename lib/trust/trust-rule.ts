/** Public-key types that are accepted; what they are verified with follows from the key alone. */
export const keyAlgorithms = [
  'ecdsa-p256',
  'ecdsa-p384',
  'ecdsa-p521',
  'rsa-2048',
  'rsa-3072',
  'rsa-4096',
  'ed25519',
] as const
export type KeyAlgorithm = (typeof keyAlgorithms)[number]

export type KeyState = 'active' | 'retired' | 'compromised'

/** A public key that evidence is tried with. `spki` is the DER of its SubjectPublicKeyInfo. */
export type TrustedKey = {
  readonly fingerprint: string
  readonly algorithm: KeyAlgorithm
  readonly name: string | null
  readonly spki: Uint8Array
  readonly state: KeyState
}

export type RuleSigner =
  | { readonly kind: 'key'; readonly fingerprint: string }
  | {
      readonly kind: 'identity'
      readonly issuer: string
      readonly subject?: string | undefined
      readonly subjectPattern?: string | undefined
      /** Claims of the certificate that must have exactly these values, by the names of `readIdentity`. */
      readonly claims?: Readonly<Record<string, string>> | undefined
      /** The trusted root that must prove it, by its id; absent: any of those that are configured. */
      readonly trustedRoot?: string | undefined
    }
  | { readonly kind: 'certificate'; readonly fingerprint: string; readonly subject?: string | undefined }

/**
 * Whom is trusted for which repositories. Patterns are `host/path`, `*` within a segment, `**` across segments;
 * times are RFC 3339 and bound when the rule is in force.
 */
export type TrustRule = {
  readonly id: string
  readonly name: string
  readonly repositories: readonly string[]
  readonly signer: RuleSigner
  readonly validFrom: string | null
  readonly validUntil: string | null
  readonly requireTransparencyLog: boolean
  readonly requireTimestamp: boolean
}

/** A Sigstore trusted root. `text` is its `trusted_root.json`, validated; `id` names it in rules and stays when it is renewed. */
export type NamedRoot = { readonly id: string; readonly name: string; readonly text: string }

/**
 * A certificate that chains may lead to: an own authority of cosign's, or one of a Notary Project trust store. `fingerprint`
 * is the SHA-256 of `der` in hexadecimal.
 */
export type TrustAnchor = {
  readonly fingerprint: string
  readonly name: string | null
  readonly der: Uint8Array
  readonly store: AnchorStore
  /** Active when absent. */
  readonly state?: KeyState | undefined
}
/** Names of Notary Project trust stores (specs trust-store-trust-policy.md); `ca` serves cosign's own authorities as well. */
export const anchorStores = ['ca', 'signingAuthority', 'tsa'] as const
export type AnchorStore = (typeof anchorStores)[number]

/**
 * Everything that trust is decided by. `rules` are all rules there are: which of them cover the repository is decided
 * by the verifier, so that a reason can be given. `version` changes with any change of rules or keys.
 */
export type TrustInput = {
  readonly keys: readonly TrustedKey[]
  readonly rules: readonly TrustRule[]
  readonly roots: readonly NamedRoot[]
  readonly anchors: readonly TrustAnchor[]
  /** RFC 3339: the time of the judgement. */
  readonly now: string
  readonly version: string
}
