import type { Column } from '#components/data-table/column.ts'
import { Link } from '#components/ui/link.tsx'
import { Pill } from '#components/ui/pill.tsx'
import type { RepositoryDto } from '#lib/api/contract/registries.ts'
import { repositoryPath } from '#lib/format/page-path.ts'
import { visibleText } from '#lib/format/visible-text.ts'

const named: Column<RepositoryDto> = {
  id: 'repository',
  header: 'Repository',
  cell: ({ repository, registry, addedByHand }) => (
    <span className="flex min-w-0 items-center gap-2">
      <Link
        href={repositoryPath(repository)}
        data-row-link=""
        title={repository}
        className="min-w-0 truncate font-semibold hover:underline"
      >
        {visibleText(pathOf(repository, registry))}
      </Link>
      {addedByHand && <Pill>added by hand</Pill>}
    </span>
  ),
  sortValue: ({ repository, registry }) => pathOf(repository, registry),
}

/** Of one source, which the filter names. */
export const columnsOfSource: readonly Column<RepositoryDto>[] = [named]

/** Of all sources; on a narrow screen the source stands under the name. */
export const repositoryColumns: readonly Column<RepositoryDto>[] = [
  {
    ...named,
    className: 'max-sm:[--row:51px]',
    cell: (row) => (
      <>
        {named.cell(row)}
        <span className="block truncate text-xs text-soft sm:hidden">{visibleText(row.registry)}</span>
      </>
    ),
  },
  {
    id: 'source',
    header: 'Source',
    width: '34%',
    className: 'max-sm:hidden text-soft',
    cell: ({ registry }) => <span className="block truncate">{visibleText(registry)}</span>,
    sortValue: ({ registry }) => registry,
  },
]

const pathOf = (repository: string, registry: string): string =>
  repository.startsWith(`${registry}/`) ? repository.slice(registry.length + 1) : repository
