import { queryOptions } from '@tanstack/react-query'
import type { AttestationViewDto } from '#lib/api/contract/predicate-views.ts'
import { fetchAnswer, fetchJson, toPath } from './client.ts'

export type EvidencePart = 'statement' | 'predicate' | 'view'

/** Where the evidence lies as stored, or its decoded statement or predicate. */
export const evidencePath = (digest: string, repository: string, part: EvidencePart | null = null): string =>
  toPath(`/api/v1/attestations/${encodeURIComponent(digest)}`, { repository, part })

export type EvidenceText = { readonly text: string; readonly isCut: boolean }

/** The decoded JSON as text, as far as it is asked for: a document of 100 MB would freeze the page. `maxBytes` is about. */
export const evidenceTextQuery = (
  digest: string,
  repository: string,
  part: Exclude<EvidencePart, 'view'>,
  maxBytes: number,
) =>
  queryOptions({
    queryKey: ['evidence', digest, repository, part, maxBytes],
    queryFn: async ({ signal }) =>
      readText(await fetchAnswer(evidencePath(digest, repository, part), { signal }), maxBytes),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  })

async function readText(response: Response, maxBytes: number): Promise<EvidenceText> {
  if (response.body === null) return { text: '', isCut: false }
  const reader = response.body.getReader()
  const decoder = new TextDecoder()
  const parts: string[] = []
  for (let length = 0; length <= maxBytes; ) {
    const { done, value } = await reader.read()
    if (done) return { text: parts.join('') + decoder.decode(), isCut: false }
    length += value.byteLength
    parts.push(decoder.decode(value, { stream: true }))
  }
  await reader.cancel()
  return { text: parts.join(''), isCut: true }
}

/** The predicate in named fields. */
export const attestationViewQuery = (digest: string, repository: string) =>
  queryOptions({
    queryKey: ['evidence', digest, repository, 'view'],
    queryFn: ({ signal }) => fetchJson<AttestationViewDto>(evidencePath(digest, repository, 'view'), { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
