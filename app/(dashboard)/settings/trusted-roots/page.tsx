import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { TrustedRootsView } from '#components/trust-root/trusted-roots-view.tsx'
import { createQueryClient } from '#lib/queries/client.ts'
import { prefetchWithin } from '#lib/queries/prefetch-within.ts'
import { prefetchTrustedRoots } from '../../prefetch-trusted-roots.ts'

export const metadata: Metadata = { title: 'Trusted roots' }

export default async function TrustedRootsPage() {
  const state = await prefetchWithin(createQueryClient(), (client) => [prefetchTrustedRoots(client)])
  return (
    <HydrationBoundary state={state}>
      <TrustedRootsView />
    </HydrationBoundary>
  )
}
