import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { RegistriesView } from '#components/registry/registries-view.tsx'
import { createQueryClient } from '#lib/queries/client.ts'
import { prefetchWithin } from '#lib/queries/prefetch-within.ts'
import { prefetchRegistries } from '../../prefetch.ts'

export const metadata: Metadata = { title: 'Registries' }

export default async function RegistriesPage() {
  const state = await prefetchWithin(createQueryClient(), (client) => [prefetchRegistries(client)])
  return (
    <HydrationBoundary state={state}>
      <RegistriesView />
    </HydrationBoundary>
  )
}
