'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { LoadMore } from '#components/data-table/load-more.tsx'
import type { ImageSubject } from '#components/image/image-target.ts'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { useDocumentText } from '#components/ui/secrets.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { SbomPackageDto, SbomRelationshipDto } from '#lib/api/contract/attestations.ts'
import { countOf, formatCount } from '#lib/format/size.ts'
import { type Relation, relationshipsQuery } from '#lib/queries/sbom.ts'

type PackageDetailsProps = {
  readonly subject: ImageSubject
  readonly id: string
  readonly onClose: () => void
}

const relations: readonly { readonly relation: Relation; readonly label: string }[] = [
  { relation: 'dependsOn', label: 'Depends on' },
  { relation: 'dependencyOf', label: 'Needed by' },
  { relation: 'contains', label: 'Contains' },
  { relation: 'containedIn', label: 'Contained in' },
  { relation: 'other', label: 'Otherwise related' },
]

/** Everything that the document says of one package, and the packages and files around it. */
export default function PackageDetails({ subject, id, onClose }: PackageDetailsProps) {
  const [relation, setRelation] = useState<Relation | null>(null)
  const links = useInfiniteQuery(relationshipsQuery(subject, id, relation))
  const all = useInfiniteQuery(relationshipsQuery(subject, id, null))
  const show = useDocumentText()
  const first = all.data?.pages[0]
  return (
    <DialogFrame onClose={onClose} width="l" title={first === undefined ? 'Package' : show(first.package.name)}>
      {all.isPending && <SkeletonRows rows={5} label="Reading the package" />}
      {all.isError && <ErrorPanel error={all.error} onRetry={() => void all.refetch()} retrying={all.isFetching} />}
      {first !== undefined && (
        <div className="grid gap-4">
          <PackageFacts item={first.package} fileCount={first.fileCount} />
          <section aria-label="Relationships" className="rounded-panel border border-line">
            <RelationFilter counts={first.counts} total={first.total} selected={relation} onSelect={setRelation} />
            <ul className="divide-y divide-line">
              {links.data?.pages.flatMap(({ items }, page) =>
                // biome-ignore lint/suspicious/noArrayIndexKey: a document may state a relationship twice.
                items.map((item, index) => <Related key={`${page}/${index}`} item={item} />),
              )}
            </ul>
            <LoadMore
              label="Load more relationships"
              more={{
                has: links.hasNextPage,
                loading: links.isFetchingNextPage,
                error: links.isFetchNextPageError ? links.error : null,
                load: () => void links.fetchNextPage(),
              }}
            />
          </section>
        </div>
      )}
    </DialogFrame>
  )
}

type RelationFilterProps = {
  readonly counts: Readonly<Record<Relation, number>>
  readonly total: number
  readonly selected: Relation | null
  readonly onSelect: (relation: Relation | null) => void
}

function RelationFilter({ counts, total, selected, onSelect }: RelationFilterProps) {
  if (total === 0) return <p className="px-4 py-3 text-soft">The document states no relationship of this package.</p>
  const choices = [
    { relation: null, label: 'All', count: total },
    ...relations.map((one) => ({ ...one, count: counts[one.relation] })).filter(({ count }) => count > 0),
  ]
  return (
    <div className="flex flex-wrap gap-x-4 gap-y-1 border-b border-line px-4 py-2.5 text-sm">
      {choices.map(({ relation, label, count }) => (
        <button
          key={label}
          type="button"
          aria-pressed={relation === selected}
          onClick={() => onSelect(relation)}
          className={relation === selected ? 'font-semibold' : 'text-soft hover:text-ink hover:underline'}
        >
          {label} <span className="num">{formatCount(count)}</span>
        </button>
      ))}
    </div>
  )
}

function Related({ item }: { readonly item: SbomRelationshipDto }) {
  const show = useDocumentText()
  const name = `${show(item.name ?? item.id)}${item.version === null ? '' : ` ${show(item.version)}`}`
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 px-4 py-2 text-sm">
      <span className="w-32 flex-none text-soft">{labelOf(item.relation)}</span>
      <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        {item.kind === 'package' ? (
          <UrlLink changes={{ package: item.id }} step className="link">
            {name}
          </UrlLink>
        ) : (
          name
        )}
      </span>
      <code className="text-xs text-soft">{show(item.type)}</code>
    </li>
  )
}

const labelOf = (wanted: Relation): string => relations.find(({ relation }) => relation === wanted)?.label ?? ''

function PackageFacts({ item, fileCount }: { readonly item: SbomPackageDto; readonly fileCount: number }) {
  const show = useDocumentText()
  const text = (value: string | null): ReactNode =>
    value === null || value === '' ? <span className="text-soft">Not stated</span> : show(value)
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Version', text(item.version)],
    ['Type', text(item.type)],
    ['Package URL', text(item.purl)],
    [
      'CPE',
      item.cpes.length === 0
        ? text(null)
        : item.cpes
            .slice(0, 20)
            .map((cpe) => show(cpe))
            .join('\n'),
    ],
    ['Licence declared', text(item.licenseDeclared)],
    ['Licence concluded', text(item.licenseConcluded)],
    ['Supplier', text(item.supplier)],
    ['Files', fileCount === 0 ? 'None listed' : countOf(fileCount, 'file')],
    ['Identifier', <code key="id">{show(item.id)}</code>],
  ]
  return (
    <dl className="grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[8rem_minmax(0,1fr)]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-soft">{name}</dt>
          <dd className="min-w-0 whitespace-pre-line [overflow-wrap:anywhere] max-sm:mb-1.5">{value}</dd>
        </div>
      ))}
    </dl>
  )
}
