import type { QueryClient } from '@tanstack/react-query'
import { toSbomDto } from '#lib/api/to-sbom.ts'
import { openSbom } from '#lib/inspection/open-sbom.ts'
import { loadShelfTrust } from '#lib/inspection/shelf/shelf-trust.ts'
import type { ImageTarget } from '#lib/queries/image.ts'
import {
  type PackagesFilter,
  type PackagesPage,
  packagesPageSize,
  packagesQuery,
  sbomQuery,
} from '#lib/queries/sbom.ts'
import { getRuntime } from '#lib/runtime/runtime.ts'

type Options = { readonly signal: AbortSignal; readonly others: boolean }

async function open(target: ImageTarget, options: Options) {
  const runtime = await getRuntime()
  const trust = await loadShelfTrust(runtime, runtime.now())
  return { documents: runtime.documents, sbom: await openSbom(runtime, { ...target, trust }, options) }
}

export const prefetchSbom = (client: QueryClient, target: ImageTarget): Promise<void> =>
  client.prefetchQuery({
    ...sbomQuery(target),
    queryFn: async ({ signal }) => {
      const { documents, sbom } = await open(target, { signal, others: true })
      return toSbomDto(sbom, await documents.countPackages(sbom.chosen.candidate.source))
    },
  })

export const prefetchPackages = (client: QueryClient, target: ImageTarget, filter: PackagesFilter): Promise<void> =>
  client.prefetchInfiniteQuery({
    ...packagesQuery(target, filter),
    queryFn: async ({ signal }) => {
      const { documents, sbom } = await open(target, { signal, others: false })
      const asked = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null))
      const page = await documents.queryPackages(sbom.chosen.candidate.source, { ...asked, limit: packagesPageSize })
      return JSON.parse(page) as PackagesPage
    },
  })
