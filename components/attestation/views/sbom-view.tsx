import { lazy, Suspense } from 'react'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import { statedOf } from '#lib/attestation/predicates/claim.ts'
import type { SbomView as View } from '#lib/attestation/predicates/parse-sbom-facts.ts'
import { formatCount } from '#lib/format/size.ts'
import { ClaimText } from '../claim-text.tsx'
import { ClaimFact, Fact, Facts } from '../facts.tsx'
import { ListedNote } from '../listed-note.tsx'
import type { ViewContext } from './predicate-view.tsx'

// Few SBOMs speak of vulnerabilities.
const VexView = lazy(() => import('./vex-view.tsx'))

const specifications = { SPDX: 'SPDX', CycloneDX: 'CycloneDX' } as const

/** What an SBOM says about itself; its packages have a view of their own, for the one that was chosen. */
export default function SbomView({ view, context }: { readonly view: View; readonly context: ViewContext }) {
  const show = useDocumentText()
  const isChosen = context.sbomDigest === context.attestation.digest
  return (
    <div className="grid gap-4">
      <Facts>
        <Fact name="Format">
          {specifications[view.standard]}
          {view.form === 'tag-value' && ', tag-value text'}
          {statedOf(view.specVersion) !== null && (
            <>
              {' · '}
              <ClaimText claim={view.specVersion} />
            </>
          )}
        </Fact>
        <ClaimFact name="Document" claim={view.name} />
        <ClaimFact name={view.standard === 'SPDX' ? 'Namespace' : 'Serial number'} claim={view.identifier} />
        <ClaimFact name="Made" claim={view.createdAt} />
        <Fact name="Made by">
          {view.tools.items.length === 0 ? (
            <ClaimText claim={view.tools.unreadable === null ? null : { unreadable: view.tools.unreadable }} />
          ) : (
            <>
              {view.tools.items.map((tool) => show(tool)).join(', ')}
              <ListedNote listed={view.tools} />
            </>
          )}
        </Fact>
        <ClaimFact name={view.standard === 'SPDX' ? 'Packages' : 'Components'} claim={view.packages} />
        <ClaimFact name="Files" claim={view.files} optional />
        <ClaimFact name="Relationships" claim={view.relationships} optional />
      </Facts>
      <p>
        {isChosen ? (
          <UrlLink changes={{ tab: 'sbom', type: null, item: null }} step className="link">
            Look through its packages
          </UrlLink>
        ) : (
          <span className="text-soft">
            The SBOM view shows another document of this image, and says why; this one can be downloaded.
          </span>
        )}
      </p>
      {view.vex !== null && (
        <section aria-label="Vulnerabilities in this document">
          <h5 className="mb-1.5 font-medium">
            It also speaks of vulnerabilities ({formatCount(view.vex.statements.total)})
          </h5>
          <Suspense fallback={<Skeleton className="h-32 w-full" />}>
            <VexView view={view.vex} context={context} />
          </Suspense>
        </section>
      )}
    </div>
  )
}
