'use client'

import { FileSearch } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { AttestationBrief } from '#components/attestation/attestation-brief.tsx'
import { CappedList } from '#components/signature/capped-list.tsx'
import { SignatureItem } from '#components/signature/signature-item.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import type { EvidenceDto, VerdictDto } from '#lib/api/contract/verdict.ts'
import { formatCount } from '#lib/format/size.ts'
import { DiscoveryReport } from './discovery-report.tsx'
import type { ImageSubject } from './image-target.ts'
import { PullCommands } from './pull-commands.tsx'
import { identifyTrustView, TrustViews } from './trust-views.tsx'
import { VerifyYourself } from './verify-yourself.tsx'

// The pictures come when they are asked for: the first view is the sentence and the checks.
const GraphView = lazy(() => import('./graph/graph-view.tsx'))
const TimelineView = lazy(() => import('./timeline/timeline-view.tsx'))

type TrustTabProps = {
  readonly subject: ImageSubject
  readonly verdict: VerdictDto | undefined
  readonly image: ImageDto | undefined
  readonly failed: boolean
}

/** Why the verdict is what it is: every signature with its checks, every place that was asked. */
export default function TrustTab({ subject, verdict, image, failed }: TrustTabProps) {
  const view = identifyTrustView(useUrlParams().get('view'))
  if (verdict === undefined) {
    return failed ? (
      <Panel>
        <EmptyState title="Nothing was checked">
          The image could not be read, so there is nothing to show here.
        </EmptyState>
      </Panel>
    ) : (
      <Panel title="Signatures">
        <SkeletonRows rows={5} label="Checking the signatures" />
      </Panel>
    )
  }
  return (
    <div className="grid gap-4">
      <TrustViews selected={view} />
      <Suspense fallback={drawing}>
        {view === 'list' && <ListView subject={subject} verdict={verdict} />}
        {view === 'graph' && <GraphView verdict={verdict} image={image} />}
        {view === 'timeline' && <TimelineView verdict={verdict} image={image} />}
      </Suspense>
    </div>
  )
}

const drawing = (
  <Panel>
    <SkeletonRows rows={6} label="Drawing" />
  </Panel>
)

function ListView({ subject, verdict }: { readonly subject: ImageSubject; readonly verdict: VerdictDto }) {
  const command = decidingSignature(verdict)?.command ?? null
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,23rem)]">
      <div className="grid min-w-0 gap-5">
        <Signatures subject={subject} verdict={verdict} />
        <Attestations verdict={verdict} />
      </div>
      <div className="grid min-w-0 gap-5">
        <DiscoveryReport verdict={verdict} />
        <VerifyYourself subject={subject} command={command} />
        <PullCommands subject={subject} digest={verdict.digest} />
      </div>
    </div>
  )
}

/** The one whose command stands beside the list: the first that can be checked by a command. */
const decidingSignature = ({ signatures }: VerdictDto): EvidenceDto | undefined =>
  signatures.find(({ command }) => command !== null)

// Beyond this many the checks of each wait behind a click: one look should find the signers.
const unfoldedSignatures = 3

function Signatures({ subject, verdict }: { readonly subject: ImageSubject; readonly verdict: VerdictDto }) {
  const { signatures } = verdict
  const deciding = decidingSignature(verdict)
  return (
    <Panel title="Signatures" aside={tally(signatures)}>
      {signatures.length === 0 ? (
        <EmptyState icon={<FileSearch aria-hidden="true" size={26} />} title="No signature was found">
          {verdict.state === 'undetermined'
            ? 'But not every place answered, so there may be one all the same: see where we looked.'
            : 'Every place where signatures are kept was asked, and every one answered.'}
        </EmptyState>
      ) : (
        <CappedList items={signatures}>
          {(signature, index) => (
            <SignatureItem
              signature={signature}
              repository={subject.repository}
              open={index < unfoldedSignatures}
              showCommand={signature !== deciding}
            />
          )}
        </CappedList>
      )}
    </Panel>
  )
}

function Attestations({ verdict }: { readonly verdict: VerdictDto }) {
  const { attestations } = verdict
  if (attestations.length === 0) return null
  return (
    <Panel
      title="Attestations"
      aside={
        <>
          {tally(attestations)} ·{' '}
          <UrlLink changes={{ tab: 'attestations' }} step className="link">
            read them
          </UrlLink>
        </>
      }
    >
      <CappedList items={attestations}>{(attestation) => <AttestationBrief attestation={attestation} />}</CappedList>
    </Panel>
  )
}

function tally(items: readonly Pick<EvidenceDto, 'state'>[]): string {
  const trusted = items.filter(({ state }) => state === 'verified').length
  return items.length === 0 ? 'none found' : `${formatCount(items.length)} found, ${formatCount(trusted)} trusted`
}
