import { HydrationBoundary } from '@tanstack/react-query'
import { DigestFinder } from '#components/overview/digest-finder.tsx'
import { LooksPanel } from '#components/overview/looks-panel.tsx'
import { PasteBox } from '#components/overview/paste-box.tsx'
import { SourcesPanel } from '#components/overview/sources-panel.tsx'
import { createQueryClient } from '#lib/queries/client.ts'
import { prefetchWithin } from '#lib/queries/prefetch-within.ts'
import { prefetchLooks, prefetchRegistries } from './prefetch.ts'

type OverviewPageProps = { readonly searchParams: Promise<{ readonly digest?: string | string[] }> }

export default async function OverviewPage({ searchParams }: OverviewPageProps) {
  const { digest } = await searchParams
  const state = await prefetchWithin(createQueryClient(), (client) => [
    prefetchLooks(client, 20),
    prefetchRegistries(client),
  ])
  return (
    <div className="page">
      <div className="mx-auto mb-9 max-w-3xl pt-4 sm:pt-9">
        <h1 className="text-center text-2xl font-semibold tracking-tight text-balance sm:text-3xl">
          Who signed this image, and do you trust them?
        </h1>
        <PasteBox />
        {typeof digest === 'string' && <DigestFinder digest={digest} />}
      </div>
      <HydrationBoundary state={state}>
        <div className="grid items-start gap-5 lg:grid-cols-[minmax(0,1fr)_372px]">
          <LooksPanel />
          <SourcesPanel />
        </div>
      </HydrationBoundary>
    </div>
  )
}
