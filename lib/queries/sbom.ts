import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type {
  SbomDto,
  SbomRelationshipDto,
  sbomPackagesSchema,
  sbomRelationshipsSchema,
} from '#lib/api/contract/attestations.ts'
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

export type RelationshipsPage = z.infer<typeof sbomRelationshipsSchema>
export type Relation = SbomRelationshipDto['relation']

/** A package, and how it is related to others, page by page; of one relation or of all. */
export const relationshipsQuery = ({ reference, platform }: ImageTarget, id: string, relation: Relation | null) =>
  infiniteQueryOptions({
    queryKey: ['sbom', reference, platform, 'relationships', id, relation],
    queryFn: ({ pageParam, signal }) =>
      fetchJson<RelationshipsPage>(
        toPath('/api/v1/sbom/relationships', { reference, platform, id, relation, limit: 50, after: pageParam }),
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

export type SbomDownload = 'original' | 'spdx-json' | 'cyclonedx-json' | 'csv'

export const sbomDocumentPath = ({ reference, platform }: ImageTarget, format: SbomDownload): string =>
  toPath('/api/v1/sbom/document', { reference, platform, format })
