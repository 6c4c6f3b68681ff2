import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { KeysView } from '#components/trust/keys-view.tsx'
import { createQueryClient } from '#lib/queries/client.ts'
import { prefetchWithin } from '#lib/queries/prefetch-within.ts'
import { prefetchCertificates, prefetchKeys, prefetchRules } from '../prefetch.ts'

export const metadata: Metadata = { title: 'Keys' }

export default async function KeysPage() {
  const state = await prefetchWithin(createQueryClient(), (client) => [
    prefetchKeys(client),
    prefetchRules(client),
    prefetchCertificates(client),
  ])
  return (
    <div className="page">
      <HydrationBoundary state={state}>
        <KeysView />
      </HydrationBoundary>
    </div>
  )
}
