import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { repositoriesSchema } from '#lib/api/contract/registries.ts'
import { fetchJson, toPath } from './client.ts'

export type Repositories = z.infer<typeof repositoriesSchema>

type RepositoriesFilter = { readonly registry?: string | null; readonly q?: string | null; readonly limit?: number }

export const repositoriesQuery = (filter: RepositoriesFilter) =>
  queryOptions({
    queryKey: ['repositories', 'one-page', filter],
    queryFn: ({ signal }) => fetchJson<Repositories>(toPath('/api/v1/repositories', filter), { signal }),
  })

/** All repositories, page by page. */
export const repositoryPagesQuery = (filter: RepositoriesFilter) =>
  infiniteQueryOptions({
    queryKey: ['repositories', 'pages', filter],
    queryFn: ({ signal, pageParam }) =>
      fetchJson<Repositories>(toPath('/api/v1/repositories', { ...filter, after: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
