import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { prefetchRegistries } from '#app/(dashboard)/prefetch.ts'
import { prefetchRepositories } from '#app/(dashboard)/prefetch-lists.ts'
import { RepositoriesView } from '#components/repository/repositories-view.tsx'
import { createQueryClient } from '#lib/queries/client.ts'
import { prefetchWithin } from '#lib/queries/prefetch-within.ts'

export const metadata: Metadata = { title: 'Repositories' }

type Search = { readonly registry?: string | string[]; readonly q?: string | string[] }

const single = (value: string | string[] | undefined): string | null =>
  typeof value === 'string' && value !== '' ? value : null

export default async function RepositoriesPage({ searchParams }: { readonly searchParams: Promise<Search> }) {
  const { registry, q } = await searchParams
  const filter = { registry: single(registry), q: single(q) }
  const state = await prefetchWithin(createQueryClient(), (client) => [
    prefetchRepositories(client, filter),
    prefetchRegistries(client),
  ])
  return (
    <div className="page">
      <HydrationBoundary state={state}>
        <RepositoriesView />
      </HydrationBoundary>
    </div>
  )
}
