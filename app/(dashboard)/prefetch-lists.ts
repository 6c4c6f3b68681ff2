import type { QueryClient } from '@tanstack/react-query'
import { toRepositoriesDto } from '#lib/api/to-repositories.ts'
import { toTagsDto } from '#lib/api/to-tags.ts'
import { listRepositories } from '#lib/inspection/list-repositories.ts'
import { listTags } from '#lib/inspection/list-tags.ts'
import { formatRepository, type Repository } from '#lib/oci/reference.ts'
import { repositoryPagesQuery } from '#lib/queries/repositories.ts'
import { tagsPageSize, tagsQuery } from '#lib/queries/tags.ts'
import { getRuntime } from '#lib/runtime/runtime.ts'

type RepositoriesFilter = { readonly registry: string | null; readonly q: string | null }

// As `GET /repositories` when it is given no limit.
const repositoriesPageSize = 100

export const prefetchRepositories = (client: QueryClient, filter: RepositoriesFilter): Promise<void> =>
  client.prefetchInfiniteQuery({
    ...repositoryPagesQuery(filter),
    queryFn: async ({ signal }) => {
      const { sources } = await getRuntime()
      const request = { registry: filter.registry, query: filter.q, limit: repositoriesPageSize, after: null }
      return toRepositoriesDto(await listRepositories(sources, request, { signal }), '/api/v1/repositories')
    },
  })

export const prefetchTags = (client: QueryClient, repository: Repository, helpers: boolean): Promise<void> =>
  client.prefetchInfiniteQuery({
    ...tagsQuery({ repository: formatRepository(repository), helpers, q: null }),
    queryFn: async ({ signal }) => {
      const { sources } = await getRuntime()
      const request = { query: null, helpers, limit: tagsPageSize, after: null }
      return toTagsDto(await listTags(sources, repository, request, { signal }), '/api/v1/tags')
    },
  })
