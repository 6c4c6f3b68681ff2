'use client'

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useMemo } from 'react'
import { identifySort } from '#components/data-table/column.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { LoadMore } from '#components/data-table/load-more.tsx'
import type { ImageSubject } from '#components/image/image-target.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import { useUrlText } from '#components/url/use-url-text.ts'
import type { SbomDto, SbomPackageDto } from '#lib/api/contract/attestations.ts'
import { hasSecrets } from '#lib/format/mask-secrets.ts'
import { countOf, formatCount } from '#lib/format/size.ts'
import { packagesQuery, toPackagesFilter } from '#lib/queries/sbom.ts'
import { Downloads } from './downloads.tsx'
import { FacetSelect } from './facet-select.tsx'
import { packageColumns } from './package-columns.tsx'

const sortable = ['name', 'version', 'type', 'license']

type PackagePanelProps = {
  readonly subject: ImageSubject
  readonly sbom: SbomDto
  /** Told whether anything that is listed looks like a credential. */
  readonly onSecrets: (found: boolean) => void
  readonly note: ReactNode
}

/** The packages, page by page from the server: the browser never holds the document. */
export function PackagePanel({ subject, sbom, onSecrets, note }: PackagePanelProps) {
  const url = useUrlParams()
  const search = useUrlText('q')
  const filter = toPackagesFilter(url.get)
  const sort = identifySort(filter.sort, sortable)
  const packages = useInfiniteQuery({
    ...packagesQuery(subject, filter),
    placeholderData: keepPreviousData,
  })
  const rows = useMemo(() => packages.data?.pages.flatMap(toNumberedRows) ?? [], [packages.data])
  useEffect(() => {
    if (rows.some(holdsSecret)) onSecrets(true)
  }, [rows, onSecrets])
  const total = packages.data?.pages[0]?.total ?? null
  const isFiltered = filter.q !== null || filter.type !== null || filter.license !== null

  return (
    <Panel
      title="Packages"
      aside={<Tally total={total} all={sbom.packageCount} isFiltered={isFiltered} />}
      className="overflow-clip!"
    >
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-4 py-3">
        <Input
          type="search"
          aria-label="Search packages"
          placeholder="Search packages"
          data-search="page"
          value={search.text}
          onChange={(event) => search.setText(event.target.value)}
          className="h-8! w-full sm:w-72!"
        />
        <FacetSelect label="Type" parameter="type" facets={sbom.types} selected={filter.type} />
        <FacetSelect label="Licence" parameter="license" facets={sbom.licenses} selected={filter.license} />
        <div className="ml-auto">
          <Downloads subject={subject} />
        </div>
      </div>
      {note}
      {packages.isPending && <SkeletonRows rows={8} label="Loading the packages" />}
      {packages.isError && packages.data === undefined && (
        <ErrorPanel error={packages.error} onRetry={() => void packages.refetch()} retrying={packages.isFetching} />
      )}
      {packages.data !== undefined && (
        <div className={packages.isPlaceholderData ? 'opacity-60 transition-opacity' : ''}>
          <DataTable
            caption="Packages that the SBOM lists"
            columns={packageColumns}
            rows={rows}
            rowId={rowId}
            sort={sort}
            sortable={sortable}
            totalRows={total ?? rows.length}
          />
          {rows.length === 0 && <NoPackages isFiltered={isFiltered} />}
          <LoadMore
            automatic
            label="Load more packages"
            more={{
              has: packages.hasNextPage,
              loading: packages.isFetchingNextPage,
              error: packages.isFetchNextPageError ? packages.error : null,
              load: () => void packages.fetchNextPage(),
            }}
          />
        </div>
      )}
    </Panel>
  )
}

type NumberedPackage = SbomPackageDto & { readonly key: string }

// attacker-controlled: identifiers may repeat, so a row's place in the list is its key.
const toNumberedRows = (page: { items: readonly SbomPackageDto[] }, pageIndex: number): NumberedPackage[] =>
  page.items.map((item, index) => ({ ...item, key: `${pageIndex}/${index}` }))

const holdsSecret = ({ name, version, purl, supplier, licenseDeclared, licenseConcluded }: SbomPackageDto): boolean =>
  hasSecrets([name, version, purl, supplier, licenseDeclared, licenseConcluded].join('\n'))

const rowId = ({ key }: NumberedPackage): string => key

type TallyProps = { readonly total: number | null; readonly all: number; readonly isFiltered: boolean }

function Tally({ total, all, isFiltered }: TallyProps) {
  return (
    <span role="status" className="num">
      {isFiltered && total !== null
        ? `${formatCount(total)} of ${countOf(all, 'package')} match`
        : countOf(all, 'package')}
    </span>
  )
}

function NoPackages({ isFiltered }: { readonly isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState
      title="No package matches"
      action={
        <UrlLink changes={{ q: null, type: null, license: null }} className="link">
          Show all packages
        </UrlLink>
      }
    />
  ) : (
    <EmptyState title="The SBOM lists no packages">
      The document was read and its list is empty. That may be true, or its tool did not recognise what is inside.
    </EmptyState>
  )
}
