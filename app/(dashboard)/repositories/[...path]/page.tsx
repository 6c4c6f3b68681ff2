import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { TagsView } from '#components/repository/tags-view.tsx'
import { UnreadableAddress } from '#components/url/unreadable-address.tsx'
import { toProblem } from '#lib/api/problem.ts'
import { toTagsDto } from '#lib/api/to-tags.ts'
import { fromPathSegments } from '#lib/format/page-path.ts'
import { listTags } from '#lib/inspection/list-tags.ts'
import { formatRepository, parseRepository, type Repository } from '#lib/oci/reference.ts'
import { createQueryClient } from '#lib/queries/client.ts'
import { prefetchWithin } from '#lib/queries/prefetch-within.ts'
import { tagsPageSize, tagsQuery } from '#lib/queries/tags.ts'
import { getRuntime } from '#lib/runtime/runtime.ts'

type Props = {
  readonly params: Promise<{ readonly path: readonly string[] }>
  readonly searchParams: Promise<{ readonly helpers?: string | string[] }>
}

const readRepository = async ({ params }: Props): Promise<Repository> =>
  parseRepository(fromPathSegments((await params).path) ?? '')

export async function generateMetadata(props: Props): Promise<Metadata> {
  const repository = await readRepository(props).catch(() => null)
  return { title: repository?.repository ?? 'No such repository' }
}

export default async function TagsPage(props: Props) {
  const parsed = await readRepository(props).catch((error: unknown) => toProblem(error, '/repositories'))
  if ('code' in parsed) {
    return (
      <div className="page">
        <UnreadableAddress problem={parsed} />
      </div>
    )
  }
  const repository = formatRepository(parsed)
  const filter = { repository, helpers: (await props.searchParams).helpers === 'true', q: null }
  const { sources } = await getRuntime()
  const state = await prefetchWithin(createQueryClient(), (client) => [
    client.prefetchInfiniteQuery({
      ...tagsQuery(filter),
      queryFn: async ({ signal }) => {
        const request = { query: null, helpers: filter.helpers, limit: tagsPageSize, after: null }
        return toTagsDto(await listTags(sources, parsed, request, { signal }), '/api/v1/tags')
      },
    }),
  ])
  return (
    <div className="page page-wide">
      <HydrationBoundary state={state}>
        <TagsView repository={repository} />
      </HydrationBoundary>
    </div>
  )
}
