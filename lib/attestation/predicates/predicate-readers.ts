import { parseAttributeReport } from './parse-attribute-report.ts'
import { parseCustom } from './parse-custom.ts'
import { parseLink } from './parse-link.ts'
import { parseOpenvex } from './parse-openvex.ts'
import { parseProvenanceV1 } from './parse-provenance-v1.ts'
import { parseProvenanceV01, parseProvenanceV02 } from './parse-provenance-v02.ts'
import { parseRelease } from './parse-release.ts'
import { parseCyclonedx, parseSpdxFacts } from './parse-sbom-facts.ts'
import { parseTestResult } from './parse-test-result.ts'
import { parseVerificationResult, parseVerificationSummary } from './parse-verification-summary.ts'
import { parseVulnerabilities } from './parse-vulnerabilities.ts'
import type { PredicateView } from './predicate-view.ts'

/** How the predicate of a type is read. `maxRows` bounds long lists, for readers that have them. Never throws. */
export type PredicateReader = (predicate: unknown, maxRows?: number) => PredicateView

/** Exact types. A type that is only similar is another one: `http:` for `https:`, a slash at the end, other case. */
const readers = new Map<string, PredicateReader>([
  ['https://slsa.dev/provenance/v1', parseProvenanceV1],
  ['https://slsa.dev/provenance/v0.2', parseProvenanceV02],
  ['https://slsa.dev/provenance/v0.1', parseProvenanceV01],
  ['https://cosign.sigstore.dev/attestation/vuln/v1', parseVulnerabilities],
  // cosign up to 1.13 wrote its own types without a scheme.
  ['cosign.sigstore.dev/attestation/vuln/v1', parseVulnerabilities],
  ['https://in-toto.io/attestation/vulns', parseVulnerabilities],
  ['https://in-toto.io/attestation/vulns/v0.1', parseVulnerabilities],
  ['https://in-toto.io/attestation/vulns/v0.2', parseVulnerabilities],
  ['https://slsa.dev/verification_summary/v1', parseVerificationSummary],
  ['https://slsa.dev/verification_summary/v0.2', parseVerificationSummary],
  ['https://slsa.dev/verification_summary/v0.1', parseVerificationSummary],
  ['https://in-toto.io/attestation/svr/v0.1', parseVerificationResult],
  ['https://in-toto.io/Link/v1', parseLink],
  ['https://in-toto.io/attestation/link/v0.3', parseLink],
  ['https://in-toto.io/attestation/test-result/v0.1', parseTestResult],
  ['https://in-toto.io/attestation/release/v0.1', parseRelease],
  ['https://in-toto.io/attestation/release/v0.2', parseRelease],
  ['https://in-toto.io/attestation/scai/attribute-report/v0.2', parseAttributeReport],
  ['https://in-toto.io/attestation/scai/v0.3', parseAttributeReport],
  ['https://cosign.sigstore.dev/attestation/v1', parseCustom],
  ['cosign.sigstore.dev/attestation/v1', parseCustom],
])

/** Types whose last part is the version of the document inside, which tools write or leave out: `…/ns`, `…/ns/v0.2.0`. */
const families: readonly (readonly [base: string, reader: PredicateReader])[] = [
  ['https://spdx.dev/Document', parseSpdxFacts],
  ['https://cyclonedx.org/bom', parseCyclonedx],
  ['https://openvex.dev/ns', parseOpenvex],
]

const versionPattern = /^\/v?\d{1,4}(?:\.\d{1,4}){0,3}$/

/** The reader for exactly this type, or for a version of its family; null for a type that has none. */
export function findPredicateReader(predicateType: string): PredicateReader | null {
  const exact = readers.get(predicateType)
  if (exact !== undefined) return exact
  const family = families.find(
    ([base]) =>
      predicateType === base ||
      (predicateType.startsWith(base) && versionPattern.test(predicateType.slice(base.length))),
  )
  return family?.[1] ?? null
}

/** All types that have a reader, families by their base. */
export const readablePredicateTypes: readonly string[] = [...readers.keys(), ...families.map(([base]) => base)]
