'use client'

import { FileText } from 'lucide-react'
import { useEffect, useMemo, useRef } from 'react'
import type { ImageSubject } from '#components/image/image-target.ts'
import { CappedList } from '#components/signature/capped-list.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { countOf, formatCount } from '#lib/format/size.ts'
import { AttestationItem } from './attestation-item.tsx'
import { type AttestationGroup, groupAttestations } from './attestation-order.ts'
import { AttestationRow, freshItem } from './attestation-row.tsx'

type AttestationsTabProps = {
  readonly subject: ImageSubject
  readonly verdict: VerdictDto | undefined
  readonly failed: boolean
}

/** Everything that was stated about the image, by anybody: by kind, the newest first, nothing left out. */
export default function AttestationsTab({ subject, verdict, failed }: AttestationsTabProps) {
  const url = useUrlParams()
  const selected = url.get('type')
  const item = url.get('item')
  const groups = useMemo(() => groupAttestations(verdict?.attestations ?? []), [verdict])
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
  const shown = groups.filter(({ name, items }) => selected === null || isSelected(name, items, selected))
  if (shown.length === 0) {
    return (
      <Panel title="Attestations">
        <NoAttestations verdict={verdict} isFiltered={selected !== null} />
      </Panel>
    )
  }
  return (
    <div className="grid gap-4">
      <TypeFilter groups={groups} selected={selected} />
      {item !== null && !verdict.attestations.some(({ digest }) => digest === item) && <LostItem digest={item} />}
      <Panel title="Attestations" aside={verdict.attestations.length > 1 ? 'newest first within each kind' : undefined}>
        <div className="divide-y divide-line">
          {shown.map((group) => (
            <Group
              key={group.name}
              group={group}
              subject={subject}
              verdict={verdict}
              item={item}
              onlyOne={verdict.attestations.length === 1}
            />
          ))}
        </div>
      </Panel>
    </div>
  )
}

/** The filter is a kind's name; a predicate type, which older addresses hold, still works. */
const isSelected = (name: string, items: AttestationGroup['items'], selected: string): boolean =>
  name === selected || items.some(({ predicateType }) => predicateType === selected)

type GroupProps = {
  readonly group: AttestationGroup
  readonly subject: ImageSubject
  readonly verdict: VerdictDto
  readonly item: string | null
  readonly onlyOne: boolean
}

/** One kind: its name beside its attestations. */
function Group({ group, subject, verdict, item, onlyOne }: GroupProps) {
  const { name, items } = group
  const section = useRef<HTMLElement>(null)
  const show = useDocumentText()
  const hasItem = items.some(({ digest }) => digest === item)
  // A link to one attestation leads there.
  useEffect(() => {
    if (!hasItem || item === null) return
    const target = section.current?.querySelector(`[data-evidence="${CSS.escape(item)}"]`)
    target?.scrollIntoView({ block: 'nearest' })
  }, [hasItem, item])
  return (
    <section
      ref={section}
      aria-label={show(name)}
      className="lg:grid lg:grid-cols-[11.5rem_minmax(0,1fr)] lg:divide-x lg:divide-line"
    >
      <div className="flex flex-wrap items-baseline gap-x-2 bg-sunken px-4 py-2 lg:block lg:bg-transparent lg:py-3">
        <h3 className="font-semibold [overflow-wrap:anywhere]">{show(name)}</h3>
        {items.length > 1 && <p className="text-sm text-soft">{countOf(items.length, 'attestation')}</p>}
        {hasItem && !onlyOne && (
          <UrlLink changes={{ ...freshItem, item: null }} className="no-print link text-sm max-lg:ml-auto">
            Close
          </UrlLink>
        )}
      </div>
      <CappedList items={items}>
        {(attestation) => {
          const context = {
            attestation,
            repository: subject.repository,
            digest: verdict.digest,
            sbomDigest: verdict.sbom?.digest ?? null,
          }
          const isOpen = onlyOne || attestation.digest === item
          return isOpen ? (
            <AttestationItem context={context} canClose={!onlyOne} />
          ) : (
            <AttestationRow context={context} />
          )
        }}
      </CappedList>
    </section>
  )
}

function LostItem({ digest }: { readonly digest: string }) {
  const show = useDocumentText()
  return (
    <p className="rounded-panel border border-line bg-surface px-4 py-3">
      The address names an attestation that this image does not have:{' '}
      <code className="[overflow-wrap:anywhere]">{show(digest, 100)}</code>.{' '}
      <UrlLink changes={{ item: null }} className="link">
        Show what there is
      </UrlLink>
    </p>
  )
}

type TypeFilterProps = { readonly groups: readonly AttestationGroup[]; readonly selected: string | null }

function TypeFilter({ groups, selected }: TypeFilterProps) {
  const row = useRef<HTMLElement>(null)
  const show = useDocumentText()
  // On a narrow screen the row scrolls sideways: the kind that is shown stays in sight.
  useEffect(() => {
    const current = selected === null ? null : row.current?.querySelector<HTMLElement>('[aria-current]')
    if (row.current && current) row.current.scrollLeft = current.offsetLeft - 16
  }, [selected])
  if (groups.length < 2 && selected === null) return null
  const total = groups.reduce((sum, { items }) => sum + items.length, 0)
  const choices = [{ name: null, count: total }, ...groups.map(({ name, items }) => ({ name, count: items.length }))]
  return (
    <nav
      ref={row}
      aria-label="Filter by predicate type"
      className="no-print -mx-1 flex gap-2 overflow-x-auto px-1 py-0.5 [scrollbar-width:none] sm:flex-wrap"
    >
      {choices.map(({ name, count }) => (
        <UrlLink
          key={name ?? ''}
          changes={{ ...freshItem, item: null, type: name }}
          aria-current={name === selected ? 'true' : undefined}
          className="inline-flex min-h-7 max-w-full flex-none items-center gap-1.5 rounded-full border border-line bg-surface px-3 text-sm text-soft hover:border-edge hover:text-ink aria-[current=true]:border-ink aria-[current=true]:text-ink"
        >
          <span className="truncate">{name === null ? 'All' : show(name, 80)}</span>
          <span className="num text-xs">{formatCount(count)}</span>
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
