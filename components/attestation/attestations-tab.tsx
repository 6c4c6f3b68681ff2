'use client'

import { FileText } from 'lucide-react'
import { useMemo } from 'react'
import type { ImageSubject } from '#components/image/image-target.ts'
import { CappedList } from '#components/signature/capped-list.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { formatPredicateType } from '#lib/format/predicate.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { AttestationItem } from './attestation-item.tsx'

type AttestationsTabProps = {
  readonly subject: ImageSubject
  readonly verdict: VerdictDto | undefined
  readonly failed: boolean
}

/** Everything that was stated about the image, by anybody. */
export default function AttestationsTab({ subject, verdict, failed }: AttestationsTabProps) {
  const selected = useUrlParams().get('type')
  const shown = useMemo(
    () => (verdict?.attestations ?? []).filter(({ predicateType }) => selected === null || predicateType === selected),
    [verdict, selected],
  )
  if (verdict === undefined) {
    return (
      <Panel title="Attestations">
        {failed ? (
          <EmptyState title="Nothing was checked">
            The image could not be read, so there is nothing to show here.
          </EmptyState>
        ) : (
          <SkeletonRows rows={4} label="Looking for attestations" />
        )}
      </Panel>
    )
  }
  return (
    <Panel title="Attestations" aside={<TypeFilter attestations={verdict.attestations} selected={selected} />}>
      {shown.length === 0 ? (
        <NoAttestations verdict={verdict} isFiltered={selected !== null} />
      ) : (
        <CappedList items={shown}>
          {(attestation) => (
            <AttestationItem attestation={attestation} repository={subject.repository} digest={verdict.digest} />
          )}
        </CappedList>
      )}
    </Panel>
  )
}

function TypeFilter({
  attestations,
  selected,
}: Pick<VerdictDto, 'attestations'> & { readonly selected: string | null }) {
  const types = Array.from(new Set(attestations.flatMap(({ predicateType }) => predicateType ?? [])))
  if (types.length < 2 && selected === null) return null
  return (
    <nav aria-label="Filter by predicate type" className="flex flex-wrap gap-x-3">
      {[null, ...types].map((type) => (
        <UrlLink
          key={type ?? ''}
          changes={{ type }}
          aria-current={type === selected ? 'true' : undefined}
          className="max-w-60 truncate hover:text-ink aria-[current=true]:font-medium aria-[current=true]:text-ink"
        >
          {type === null ? 'All' : visibleText(formatPredicateType(type))}
        </UrlLink>
      ))}
    </nav>
  )
}

function NoAttestations({ verdict, isFiltered }: { readonly verdict: VerdictDto; readonly isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState
        title="No attestation of this type"
        action={
          <UrlLink changes={{ type: null }} className="link">
            Show all attestations
          </UrlLink>
        }
      />
    )
  }
  const failed = verdict.discovery.some(({ answer }) => answer === 'failed')
  return (
    <EmptyState icon={<FileText aria-hidden="true" size={26} />} title="No attestation was found">
      {failed
        ? 'But not every place answered, so there may be one all the same: see where we looked, under Trust.'
        : 'Every place where attestations are kept was asked, and every one answered. An SBOM or provenance is attached with cosign attest.'}
    </EmptyState>
  )
}
