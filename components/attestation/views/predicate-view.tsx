import { lazy, Suspense } from 'react'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import type { PredicateView as View } from '#lib/attestation/predicates/predicate-view.ts'

/** What a view may need to know beside the predicate. */
export type ViewContext = {
  readonly attestation: AttestationDto
  /** `host/path` and digest of the image that is looked at. */
  readonly repository: string
  readonly digest: string
  /** Digest of the SBOM that the SBOM view shows; null when there is none. */
  readonly sbomDigest: string | null
}

// Each arrives with the first predicate of its kind.
const ProvenanceView = lazy(() => import('./provenance-view.tsx'))
const VulnerabilityView = lazy(() => import('./vulnerability-view.tsx'))
const VexView = lazy(() => import('./vex-view.tsx'))
const VerificationSummaryView = lazy(() => import('./verification-summary-view.tsx'))
const SbomView = lazy(() => import('./sbom-view.tsx'))
const LinkView = lazy(() => import('./link-view.tsx'))
const TestResultView = lazy(() => import('./test-result-view.tsx'))
const ReleaseView = lazy(() => import('./release-view.tsx'))
const AttributeReportView = lazy(() => import('./attribute-report-view.tsx'))
const CustomView = lazy(() => import('./custom-view.tsx'))
const UnknownView = lazy(() => import('./unknown-view.tsx'))

/** A predicate in named fields, each kind in its own way. */
export function PredicateView({ view, context }: { readonly view: View; readonly context: ViewContext }) {
  return <Suspense fallback={<Skeleton className="h-32 w-full" />}>{draw(view, context)}</Suspense>
}

function draw(view: View, context: ViewContext) {
  switch (view.kind) {
    case 'provenance':
      return <ProvenanceView view={view} context={context} />
    case 'vulnerabilities':
      return <VulnerabilityView view={view} />
    case 'vex':
      return <VexView view={view} context={context} />
    case 'verification-summary':
      return <VerificationSummaryView view={view} context={context} />
    case 'sbom':
      return <SbomView view={view} context={context} />
    case 'link':
      return <LinkView view={view} />
    case 'test-result':
      return <TestResultView view={view} />
    case 'release':
      return <ReleaseView view={view} />
    case 'attribute-report':
      return <AttributeReportView view={view} />
    case 'custom':
      return <CustomView view={view} />
    case 'unknown':
      return <UnknownView view={view} />
  }
}
