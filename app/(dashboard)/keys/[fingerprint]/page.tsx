import { HydrationBoundary } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { KeyView } from '#components/trust/key-view.tsx'
import { shortenFingerprint } from '#lib/format/digest.ts'
import { createQueryClient } from '#lib/queries/client.ts'
import { prefetchWithin } from '#lib/queries/prefetch-within.ts'
import { prefetchKey, prefetchRules } from '../../prefetch.ts'

type KeyPageProps = { readonly params: Promise<{ readonly fingerprint: string }> }

export async function generateMetadata({ params }: KeyPageProps): Promise<Metadata> {
  return { title: `Key ${shortenFingerprint((await params).fingerprint)}` }
}

export default async function KeyPage({ params }: KeyPageProps) {
  const { fingerprint } = await params
  if (!/^[0-9a-f]{64}$/.test(fingerprint)) notFound()
  const state = await prefetchWithin(createQueryClient(), (client) => [
    prefetchKey(client, fingerprint),
    prefetchRules(client),
  ])
  return (
    <div className="page">
      <HydrationBoundary state={state}>
        <KeyView fingerprint={fingerprint} />
      </HydrationBoundary>
    </div>
  )
}
