import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { prefetchTags } from '#app/(dashboard)/prefetch-lists.ts'
import { TagsView } from '#components/repository/tags-view.tsx'
import { UnreadableAddress } from '#components/url/unreadable-address.tsx'
import { toProblem } from '#lib/api/problem.ts'
import { fromPathSegments } from '#lib/format/page-path.ts'
import { formatRepository, parseRepository, type Repository } from '#lib/oci/reference.ts'
import { createQueryClient } from '#lib/queries/client.ts'
import { prefetchWithin } from '#lib/queries/prefetch-within.ts'

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
  const helpers = (await props.searchParams).helpers === 'true'
  const state = await prefetchWithin(createQueryClient(), (client) => [prefetchTags(client, parsed, helpers)])
  return (
    <div className="page">
      <HydrationBoundary state={state}>
        <TagsView repository={formatRepository(parsed)} />
      </HydrationBoundary>
    </div>
  )
}
