import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { SbomDto, sbomPackagesSchema } from '#lib/api/contract/attestations.ts'
import { fetchJson, toPath } from './client.ts'
import type { ImageTarget } from './image.ts'

/** The SBOM that speaks for the image, with its trust line and what the document says about itself. */
export const sbomQuery = ({ reference, platform }: ImageTarget) =>
  queryOptions({
    queryKey: ['sbom', reference, platform],
    queryFn: ({ signal }) => fetchJson<SbomDto>(toPath('/api/v1/sbom', { reference, platform }), { signal }),
  })

export type PackagesPage = z.infer<typeof sbomPackagesSchema>
export type PackagesFilter = {
  readonly q: string | null
  readonly type: string | null
  readonly license: string | null
  readonly sort: string | null
}

const sorts = ['name', 'version', 'type', 'license']

/** What the address asks of the package table; what it cannot mean is left out. */
export function toPackagesFilter(get: (name: string) => string | null): PackagesFilter {
  const read = (name: string): string | null => get(name) || null
  const sort = read('sort')
  return {
    q: read('q'),
    type: read('type'),
    license: read('license'),
    sort: sort !== null && sorts.includes(sort.replace(/^-/, '')) ? sort : null,
  }
}

export const packagesPageSize = 100

/** The packages that match, page by page. */
export const packagesQuery = ({ reference, platform }: ImageTarget, filter: PackagesFilter) =>
  infiniteQueryOptions({
    queryKey: ['sbom', reference, platform, 'packages', filter],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<PackagesPage>(
        toPath('/api/v1/sbom/packages', { reference, platform, ...filter, limit: packagesPageSize, after: pageParam }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

export type SbomDownload = 'original' | 'spdx-json' | 'cyclonedx-json' | 'csv'

export const sbomDocumentPath = ({ reference, platform }: ImageTarget, format: SbomDownload): string =>
  toPath('/api/v1/sbom/document', { reference, platform, format })
