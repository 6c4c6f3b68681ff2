'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { PageHeader } from '#components/layout/page-header.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import { useUrlText } from '#components/url/use-url-text.ts'
import { tagsQuery } from '#lib/queries/tags.ts'
import { TagsPanel } from './tags-panel.tsx'

/** The tags of one repository, each with its state as it becomes known. */
export function TagsView({ repository }: { readonly repository: string }) {
  const url = useUrlParams()
  const helpers = url.get('helpers') === 'true'
  const search = useUrlText('q')
  const all = useInfiniteQuery(tagsQuery({ repository, helpers, q: null }))
  // The registry is asked for what the search may find beyond the pages that are loaded.
  const isSearching = all.hasNextPage && search.settled !== ''
  const found = useInfiniteQuery({ ...tagsQuery({ repository, helpers, q: search.settled }), enabled: isSearching })
  const shown = isSearching && found.data !== undefined ? found : all
  const [host = '', ...path] = repository.split('/')

  return (
    <>
      <PageHeader
        title={path.join('/')}
        crumbs={[
          { label: 'Repositories', href: '/repositories' },
          { label: host, href: `/repositories?registry=${encodeURIComponent(host)}` },
        ]}
      />
      <Panel className="overflow-clip!">
        {all.isPending && <SkeletonRows rows={8} label="Loading the tags" />}
        {all.isError && all.data === undefined && (
          <ErrorPanel
            error={all.error}
            onRetry={() => void all.refetch()}
            retrying={all.isFetching}
            meaning="Nothing is known about these tags. That is not the same as unsigned."
            action={
              <ButtonLink size="s" href="/settings/registries">
                Registries and credentials
              </ButtonLink>
            }
          />
        )}
        {shown.data !== undefined && (
          <TagsPanel
            repository={repository}
            pages={shown.data.pages}
            search={search}
            helpers={helpers}
            more={{
              has: shown.hasNextPage,
              loading: shown.isFetchingNextPage,
              error: shown.isFetchNextPageError ? shown.error : null,
              load: () => void shown.fetchNextPage(),
            }}
          />
        )}
      </Panel>
    </>
  )
}
