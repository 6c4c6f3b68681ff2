'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { PageHeader } from '#components/layout/page-header.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Input } from '#components/ui/input.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Picker } from '#components/ui/picker.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import { useUrlText } from '#components/url/use-url-text.ts'
import { registriesQuery } from '#lib/queries/registries.ts'
import { repositoryPagesQuery } from '#lib/queries/repositories.ts'
import { RepositoryList } from './repository-list.tsx'

/** Everything that the sources list, and why those that list nothing do not. */
export function RepositoriesView() {
  const url = useUrlParams()
  const search = useUrlText('q')
  const registry = url.get('registry')
  const repositories = useInfiniteQuery(
    repositoryPagesQuery({ registry, q: search.settled === '' ? null : search.settled }),
  )

  return (
    <>
      <PageHeader
        title="Repositories"
        lead="What your sources hold. Open one to see which of its tags are signed, and by whom."
        actions={<ButtonLink href="/settings/registries">Add a source</ButtonLink>}
      />
      <Panel className="overflow-clip!">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3">
          <Input
            type="search"
            aria-label="Search repositories"
            placeholder="Search repositories"
            data-search="page"
            value={search.text}
            onChange={(event) => search.setText(event.target.value)}
            className="h-8! w-full sm:w-72!"
          />
          <SourceFilter selected={registry} />
        </div>
        {repositories.isPending && <SkeletonRows rows={6} label="Loading the repositories" />}
        {repositories.isError && repositories.data === undefined && (
          <ErrorPanel
            error={repositories.error}
            onRetry={() => void repositories.refetch()}
            retrying={repositories.isFetching}
            action={
              <ButtonLink size="s" href="/settings/registries">
                Registries and credentials
              </ButtonLink>
            }
          />
        )}
        {repositories.data !== undefined && (
          <RepositoryList
            pages={repositories.data.pages}
            isFiltered={search.settled !== '' || registry !== null}
            more={{
              has: repositories.hasNextPage,
              loading: repositories.isFetchingNextPage,
              error: repositories.isFetchNextPageError ? repositories.error : null,
              load: () => void repositories.fetchNextPage(),
            }}
          />
        )}
      </Panel>
    </>
  )
}

/** As many as stand side by side; more are a list to search in. */
const maxChips = 6

function SourceFilter({ selected }: { readonly selected: string | null }) {
  const registries = useQuery(registriesQuery())
  const hosts = registries.data?.items.map(({ host }) => host) ?? []
  const shown = selected === null || hosts.includes(selected) ? hosts : [...hosts, selected]
  if (shown.length < 2 && selected === null) return null
  if (shown.length > maxChips) return <SourcePicker hosts={shown} selected={selected} />
  return (
    <nav aria-label="Filter by source" className="flex flex-wrap gap-2">
      {[null, ...shown].map((host) => {
        const isOn = host === selected
        return (
          <UrlLink
            key={host ?? ''}
            changes={{ registry: host }}
            aria-current={isOn ? 'true' : undefined}
            className={`inline-flex h-8 max-w-full items-center rounded-full border px-3 text-sm ${
              isOn ? 'border-ink text-ink' : 'border-line text-soft hover:border-edge hover:text-ink'
            }`}
          >
            <span className="truncate">{host ?? 'All sources'}</span>
          </UrlLink>
        )
      })}
    </nav>
  )
}

function SourcePicker({ hosts, selected }: { readonly hosts: readonly string[]; readonly selected: string | null }) {
  const url = useUrlParams()
  const options = useMemo(() => hosts.map((host) => ({ value: host, label: host })), [hosts])
  return (
    <Picker
      label="Source"
      none="all"
      options={options}
      selected={selected}
      onPick={(registry) => url.replace({ registry })}
      className="sm:max-w-96"
    />
  )
}
