import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { RepositoriesView } from '#components/repository/repositories-view.tsx'
import { toRepositoriesDto } from '#lib/api/to-repositories.ts'
import { listRepositories } from '#lib/inspection/list-repositories.ts'
import { createQueryClient } from '#lib/queries/client.ts'
import { prefetchWithin } from '#lib/queries/prefetch-within.ts'
import { repositoryPagesQuery } from '#lib/queries/repositories.ts'
import { getRuntime } from '#lib/runtime/runtime.ts'

export const metadata: Metadata = { title: 'Repositories' }

type Search = { readonly registry?: string | string[]; readonly q?: string | string[] }

const single = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null

export default async function RepositoriesPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  const search = await searchParams
  const filter = { registry: single(search.registry), q: single(search.q) }
  const { sources } = await getRuntime()
  const state = await prefetchWithin(createQueryClient(), (client) => [
    client.prefetchInfiniteQuery({
      ...repositoryPagesQuery(filter),
      queryFn: async ({ signal }) => {
        const request = { registry: filter.registry, query: filter.q, limit: 100, after: null }
        return toRepositoriesDto(await listRepositories(sources, request, { signal }), '/api/v1/repositories')
      },
    }),
  ])
  return (
    <div className="page">
      <HydrationBoundary state={state}>
        <RepositoriesView />
      </HydrationBoundary>
    </div>
  )
}
