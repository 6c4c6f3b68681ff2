'use client'

import { useMemo } from 'react'
import { identifySort } from '#components/data-table/column.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { LoadMore, type More } from '#components/data-table/load-more.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { RepositoryDto } from '#lib/api/contract/registries.ts'
import type { Repositories } from '#lib/queries/repositories.ts'
import { NoRepositories } from './no-repositories.tsx'
import { columnsOfSource, repositoryColumns } from './repository-columns.tsx'
import { SourceProblem } from './source-problem.tsx'

const sortable = ['repository', 'source']
const rowId = ({ repository }: RepositoryDto): string => repository

type RepositoryListProps = {
  readonly pages: readonly Repositories[]
  readonly isFiltered: boolean
  readonly more: More
}

export function RepositoryList({ pages, isFiltered, more }: RepositoryListProps) {
  const url = useUrlParams()
  const sort = identifySort(url.get('sort'), sortable)
  const rows = useMemo(() => pages.flatMap(({ items }) => items), [pages])
  const problems = useMemo(() => {
    const bySource = new Map(
      pages.flatMap((page) => page.problems.map((problem) => [problem.registry, problem] as const)),
    )
    return Array.from(bySource.values())
  }, [pages])
  return (
    <>
      {problems.length > 0 && (
        <ul aria-label="Sources that list nothing" className="divide-y divide-line border-b border-line bg-sunken/50">
          {problems.map((problem) => (
            <SourceProblem key={problem.registry} problem={problem} />
          ))}
        </ul>
      )}
      {rows.length > 0 ? (
        <DataTable
          caption="Repositories"
          columns={url.get('registry') === null ? repositoryColumns : columnsOfSource}
          rows={rows}
          rowId={rowId}
          sort={sort}
          given={null}
          sortable={sortable}
        />
      ) : (
        <NoRepositories isFiltered={isFiltered} />
      )}
      <LoadMore more={more} label="Load more repositories" />
    </>
  )
}
