/** Annotations in which cosign keeps what belongs to a signature (cosign specs/SIGNATURE_SPEC.md). None of them is signed. */
export const cosignAnnotations = {
  signature: 'dev.cosignproject.cosign/signature',
  certificate: 'dev.sigstore.cosign/certificate',
  chain: 'dev.sigstore.cosign/chain',
  bundle: 'dev.sigstore.cosign/bundle',
  timestamp: 'dev.sigstore.cosign/rfc3161timestamp',
  predicateType: 'predicateType',
  bundlePredicateType: 'dev.sigstore.bundle.predicateType',
} as const

/** The predicate type of an image signature in a bundle, exactly (cosign specs, sign/v1). */
export const signaturePredicateType = 'https://sigstore.dev/cosign/sign/v1'
