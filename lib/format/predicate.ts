const families: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /^https:\/\/spdx\.dev\/Document\b/, name: 'SPDX SBOM' },
  { pattern: /^https:\/\/cyclonedx\.org\/(?:bom|schema|specification)\b/, name: 'CycloneDX SBOM' },
  { pattern: /^https:\/\/syft\.dev\/bom\b/, name: 'Syft SBOM' },
  { pattern: /^https:\/\/slsa\.dev\/provenance\/v?(\d[\w.]*)$/, name: 'SLSA provenance v$1' },
  { pattern: /^https:\/\/slsa\.dev\/verification_summary\/v?(\d[\w.]*)$/, name: 'Verification summary v$1' },
  { pattern: /^(?:https:\/\/)?cosign\.sigstore\.dev\/attestation\/vuln\/v1$/, name: 'Vulnerability scan' },
  { pattern: /^https:\/\/in-toto\.io\/attestation\/vulns\b/, name: 'Vulnerability scan' },
  { pattern: /^https:\/\/in-toto\.io\/attestation\/svr\b/, name: 'Verification result' },
  { pattern: /^https:\/\/openvex\.dev\/ns\b/, name: 'OpenVEX' },
  { pattern: /^https:\/\/in-toto\.io\/attestation\/test-result\b/, name: 'Test result' },
  { pattern: /^https:\/\/in-toto\.io\/attestation\/scai\b/, name: 'SCAI report' },
  { pattern: /^https:\/\/in-toto\.io\/attestation\/release\b/, name: 'Release' },
  { pattern: /^https:\/\/in-toto\.io\/attestation\/link\b/, name: 'in-toto link' },
  { pattern: /^https:\/\/in-toto\.io\/Link\/v1$/, name: 'in-toto link' },
  { pattern: /^https:\/\/cosign\.sigstore\.dev\/attestation\/v1$/, name: 'Custom (cosign)' },
  { pattern: /^cosign\.sigstore\.dev\/attestation\/v1$/, name: 'Custom (cosign)' },
  { pattern: /^https:\/\/sigstore\.dev\/cosign\/sign\/v1$/, name: 'Image signature' },
]

/** The usual name of a predicate type; the type itself when it is not a known one. Claimed, hence hostile text. */
export function formatPredicateType(predicateType: string | null): string {
  if (predicateType === null) return 'Unreadable statement'
  for (const { pattern, name } of families) {
    const match = pattern.exec(predicateType)
    if (match !== null) return name.replace('$1', match[1] ?? '')
  }
  return predicateType
}

/** True for the predicate types that carry a list of packages. */
export function isSbomPredicate(predicateType: string | null): boolean {
  return predicateType !== null && formatPredicateType(predicateType).includes('SBOM')
}

/** True for the predicate types that say how something was built. */
export function isProvenancePredicate(predicateType: string | null): boolean {
  return predicateType !== null && formatPredicateType(predicateType).startsWith('SLSA provenance')
}

/** True for the predicate types that say which vulnerabilities do not matter here. */
export function isVexPredicate(predicateType: string | null): boolean {
  return predicateType !== null && /VEX\b|\/vex\b/i.test(formatPredicateType(predicateType))
}
