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
  {
    combination: /^identity pattern, part$/,
    touchstone: false,
    cosign: true,
    reason:
      'cosign looks for a pattern anywhere in the subject, so that one for a repository also fits a stranger who puts its name into theirs; here a pattern is held to the whole subject.',
  },
  {
    combination: /^root whose log had ended, v3 bundle log$/,
    touchstone: false,
    cosign: true,
    reason: 'cosign does not compare the time of signing with the validity of the log in the trusted root.',
  },
  {
    combination:
      /^changed: (the canonicalized body of another entry|another digest in the canonicalized body|another kind of entry)$/,
    touchstone: false,
    cosign: true,
    reason:
      'cosign builds the body of an entry of the second log version anew and never reads the one in the bundle, which is what people and other tools are shown.',
  },
  {
    combination: /^changed: (one bit of the root hash|another tree size|another place in the proof)$/,
    touchstone: false,
    cosign: true,
    reason:
      'cosign takes size and root from the checkpoint and the place from the entry, and never reads those of the proof; here what is stated twice must agree.',
  },
  {
    combination: /^changed: a second time stamp, of another signing$/,
    touchstone: false,
    cosign: true,
    reason:
      'cosign is content with one time stamp that holds; here none by a trusted authority may be false, because each of them is shown.',
  },
  {
    combination: /^changed: a time that the log did not state$/,
    touchstone: true,
    cosign: false,
    reason:
      'A time that no signature of the log covers is a claim. cosign holds the certificate to it all the same; here it decides nothing, in neither direction.',
  },
  {
    combination: /^changed: a key id$/,
    touchstone: true,
    cosign: false,
    reason:
      'A key id is a hint that nobody signed (DSSE protocol.md). cosign refuses a bundle with one that is not its own; here it decides nothing.',
  },
]

export const findDeviation = (combination: string): Deviation | undefined =>
  deviations.find((deviation) => deviation.combination.test(combination))
