import { ExternalLink } from '#components/ui/external-link.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { Time } from '#components/ui/time.tsx'
import { concludeBuildLevels } from '#lib/attestation/predicates/build-level.ts'
import { type Claim, statedOf } from '#lib/attestation/predicates/claim.ts'
import type { SourceClaim, ProvenanceView as View } from '#lib/attestation/predicates/provenance.ts'
import { formatElapsedTime } from '#lib/format/elapsed-time.ts'
import { identifyTime } from '#lib/format/time.ts'
import { ClaimText, HostileText } from '../claim-text.tsx'
import { ClaimFact, Fact, Facts } from '../facts.tsx'
import { FieldList, UnfoldFields } from '../field-list.tsx'
import { UnfoldResources } from '../resource-list.tsx'
import { useClaimedLink } from '../use-claimed-link.ts'
import { BuildLevels } from './build-levels.tsx'
import type { ViewContext } from './predicate-view.tsx'

/** How the image was built: from which source, by which builder, when, with what, and which build level follows. */
export default function ProvenanceView({ view, context }: { readonly view: View; readonly context: ViewContext }) {
  const { state, signer, inherited } = context.attestation
  return (
    <div className="grid gap-4">
      <Facts>
        {view.sources.length === 0 ? (
          <ClaimFact name="Source" claim={null} />
        ) : (
          view.sources.map((source, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two places may name the same source.
            <Fact key={index} name={index === 0 ? 'Source' : 'Source, too'}>
              <Source source={source} />
            </Fact>
          ))
        )}
        <ClaimFact name="Started from" claim={view.entryPoint} />
        <ClaimFact name="Builder" claim={view.builder} />
        {view.builderVersions.total > 0 && (
          <Fact name="Builder versions">
            <FieldList fields={view.builderVersions} />
          </Fact>
        )}
        <ClaimFact name="Build type" claim={view.buildType} />
        <ClaimFact name="Run" claim={view.invocation} />
        <Fact name="Built">
          <Times startedAt={view.startedAt} finishedAt={view.finishedAt} />
        </Fact>
      </Facts>
      <BuildLevels levels={concludeBuildLevels({ state, signer, inherited, builder: view.builder })} />
      <Reproducibility view={view} />
      <div className="grid gap-1">
        <UnfoldFields label="Parameters" fields={view.parameters} open={view.parameters.total <= 8} />
        <UnfoldResources
          label={view.version === '1' ? 'Resolved dependencies' : 'Materials'}
          resources={view.dependencies}
        />
        <UnfoldFields label={view.version === '1' ? 'Set by the builder' : 'Environment'} fields={view.internals} />
        <UnfoldResources label="By-products" resources={view.byproducts} />
      </div>
    </div>
  )
}

/** What the builder says of building it again; mostly it says nothing. */
function Reproducibility({ view }: { readonly view: View }) {
  const { reproducible, hermetic, completeness } = view
  const claims = [reproducible, hermetic, completeness.parameters, completeness.dependencies, completeness.environment]
  return (
    <section aria-label="Reproducibility">
      <h5 className="mb-1.5 font-medium">Can it be built again?</h5>
      {claims.every((claim) => claim === null) ? (
        <p className="text-soft">
          The builder does not say: neither whether it states everything that went in, nor whether the same comes out.
        </p>
      ) : (
        <Facts>
          <ClaimFact name="Same result again" claim={reproducible} />
          <ClaimFact name="Without network" claim={hermetic} />
          <ClaimFact name="All parameters" claim={completeness.parameters} />
          <ClaimFact name="All dependencies" claim={completeness.dependencies} />
          <ClaimFact name="All environment" claim={completeness.environment} optional />
        </Facts>
      )}
    </section>
  )
}

function Source({ source }: { readonly source: SourceClaim }) {
  const { repository, repositoryLink, ref, commit, commitLink, statedIn } = source
  const show = useDocumentText()
  return (
    <>
      <Linked href={repositoryLink}>{show(repository)}</Linked>
      {ref !== null && <span className="text-soft"> at {show(ref)}</span>}
      {commit !== null && (
        <span className="block">
          <span className="text-soft">commit </span>
          <Linked href={commitLink}>
            <code>{show(commit, 80)}</code>
          </Linked>
        </span>
      )}
      <span className="block text-xs text-soft">
        stated in <code className="text-[1em]">{show(statedIn)}</code>
      </span>
    </>
  )
}

// The reader made the link for a known forge only; it is checked once more where it is drawn.
function Linked({ href, children }: { readonly href: string | null; readonly children: React.ReactNode }) {
  const link = useClaimedLink(href)
  return link === null ? children : <ExternalLink href={link.href}>{children}</ExternalLink>
}

function Times({ startedAt, finishedAt }: { readonly startedAt: Claim; readonly finishedAt: Claim }) {
  const start = statedOf(startedAt)
  const end = statedOf(finishedAt)
  if (start === null && end === null) return <ClaimText claim={finishedAt ?? startedAt} />
  const duration = start !== null && end !== null ? formatElapsedTime(start, end) : null
  return (
    <>
      {[end ?? start].map((at) =>
        at !== null && identifyTime(at) !== null ? <Time key={at} at={at} /> : <HostileText key={at} text={at ?? ''} />,
      )}
      {duration !== null && <span className="text-soft"> in {duration}</span>}
      {end === null && <span className="text-soft"> started; the end is not stated</span>}
    </>
  )
}
