'use client'

import { FileSearch } from 'lucide-react'
import { AttestationBrief } from '#components/attestation/attestation-brief.tsx'
import { CappedList } from '#components/signature/capped-list.tsx'
import { SignatureItem } from '#components/signature/signature-item.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { EvidenceDto, VerdictDto } from '#lib/api/contract/verdict.ts'
import { formatCount } from '#lib/format/size.ts'
import { DiscoveryReport } from './discovery-report.tsx'
import type { ImageSubject } from './image-target.ts'
import { PullCommands } from './pull-commands.tsx'
import { VerifyYourself } from './verify-yourself.tsx'

type ChecksViewProps = { readonly subject: ImageSubject; readonly verdict: VerdictDto }

/** The evidence as a list, each item with its checks, and every place that was asked. */
export default function ChecksView({ subject, verdict }: ChecksViewProps) {
  return (
    <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_minmax(0,23rem)]">
      <div className="grid min-w-0 gap-5">
        <Signatures subject={subject} verdict={verdict} />
        <Attestations verdict={verdict} />
      </div>
      <div className="grid min-w-0 gap-5">
        <DiscoveryReport verdict={verdict} />
        <VerifyYourself subject={subject} evidence={decidingSignature(verdict)} />
        <PullCommands subject={subject} digest={verdict.digest} />
      </div>
    </div>
  )
}

/** The one whose command stands beside the list: the first that has one, else the first that is trusted and cannot. */
const decidingSignature = ({ signatures }: VerdictDto): EvidenceDto | undefined =>
  signatures.find(({ command }) => command !== null) ?? signatures.find(({ state }) => state === 'verified')

// Beyond this many the checks of each wait behind a click: one look should find the signers.
const unfoldedSignatures = 3

function Signatures({ subject, verdict }: ChecksViewProps) {
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
