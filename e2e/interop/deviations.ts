/** Where Touchstone and cosign differ on purpose. `combination` matches the test's name; nothing else may differ. */
export type Deviation = {
  readonly combination: RegExp
  readonly touchstone: boolean
  readonly cosign: boolean
  readonly reason: string
}

export const deviations: readonly Deviation[] = [
  {
    combination: /^(sign|attest) ed25519 .* right key$/,
    touchstone: true,
    cosign: false,
    reason:
      'cosign signs with Ed25519ph and verifies with pure Ed25519 when a key is given, so it refuses what it wrote itself.',
  },
  {
    combination: /^attestation only, bundle, as an image signature$/,
    touchstone: false,
    cosign: true,
    reason:
      'cosign verify accepts any bundle about the digest; an SBOM or provenance statement does not make an image signed.',
  },
  {
    combination: /^our tag signature beside a stranger's bundle, by cosign v3$/,
    touchstone: true,
    cosign: false,
    reason:
      'cosign v3 stops looking at tag signatures when there is one bundle, by whomever; every store is asked here.',
  },
  {
    combination: /^attest spdx \(tag-value\), v(2|3) bundle, right key$/,
    touchstone: true,
    cosign: false,
    reason: 'cosign writes a tag-value document as a JSON string into a bundle and cannot read it back.',
  },
  {
    combination: /^attest spdx \(tag-value\), v3 tag, right key$/,
    touchstone: true,
    cosign: false,
    reason: 'cosign v3 writes a tag-value document under the tag .att and then does not match its type.',
  },
  {
    combination: /^annotation asked for with another value (v2 tag|v2 referrer|v3 tag|v3 bundle)$/,
    touchstone: true,
    cosign: false,
    reason:
      'Annotations are shown, and signed; a rule names signers and repositories, not annotations (nor does cosign v2 look at those of bundles).',
  },
]

export const findDeviation = (combination: string): Deviation | undefined =>
  deviations.find((deviation) => deviation.combination.test(combination))
