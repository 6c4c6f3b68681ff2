import type { AttributeReportView } from './parse-attribute-report.ts'
import type { CustomView } from './parse-custom.ts'
import type { LinkView } from './parse-link.ts'
import type { ReleaseView } from './parse-release.ts'
import type { SbomView } from './parse-sbom-facts.ts'
import type { TestResultView } from './parse-test-result.ts'
import type { UnknownView } from './parse-unknown.ts'
import type { VerificationSummaryView } from './parse-verification-summary.ts'
import type { ProvenanceView } from './provenance.ts'
import type { VexView } from './vex.ts'
import type { VulnerabilityView } from './vulnerabilities.ts'

/** A predicate in named fields, bounded. Everything in it is claimed by whoever wrote it. */
export type PredicateView =
  | SbomView
  | ProvenanceView
  | VulnerabilityView
  | VexView
  | VerificationSummaryView
  | LinkView
  | TestResultView
  | ReleaseView
  | AttributeReportView
  | CustomView
  | UnknownView

export type PredicateKind = PredicateView['kind']
