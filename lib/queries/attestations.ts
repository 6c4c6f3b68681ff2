import { queryOptions } from '@tanstack/react-query'
import type { AttestationViewDto } from '#lib/api/contract/predicate-views.ts'
import { fetchAnswer, fetchJson, toPath } from './client.ts'

export type EvidencePart = 'statement' | 'predicate' | 'view'

/** Where the evidence lies as stored, or its decoded statement or predicate. */
export const evidencePath = (digest: string, repository: string, part: EvidencePart | null = null): string =>
  toPath(`/api/v1/attestations/${encodeURIComponent(digest)}`, { repository, part })

/** The decoded JSON as text: parsing 100 MB to print it again would freeze the page. */
export const evidencePartQuery = (digest: string, repository: string, part: EvidencePart) =>
  queryOptions({
    queryKey: ['evidence', digest, repository, part],
    queryFn: async ({ signal }) => (await fetchAnswer(evidencePath(digest, repository, part), { signal })).text(),
    staleTime: Number.POSITIVE_INFINITY,
  })

/** The predicate in named fields. */
export const attestationViewQuery = (digest: string, repository: string) =>
  queryOptions({
    queryKey: ['evidence', digest, repository, 'view'],
    queryFn: ({ signal }) => fetchJson<AttestationViewDto>(evidencePath(digest, repository, 'view'), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
