import { infiniteQueryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { tagsSchema } from '#lib/api/contract/registries.ts'
import { fetchJson, toPath } from './client.ts'

export type TagsPage = z.infer<typeof tagsSchema>
type TagsFilter = { readonly repository: string; readonly helpers: boolean; readonly q: string | null }

export const tagsPageSize = 100

/** The tags of `host/path`, page by page. */
export const tagsQuery = ({ repository, helpers, q }: TagsFilter) =>
  infiniteQueryOptions({
    queryKey: ['tags', repository, helpers, q],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<TagsPage>(toPath('/api/v1/tags', { repository, helpers, q, limit: tagsPageSize, after: pageParam }), {
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })
