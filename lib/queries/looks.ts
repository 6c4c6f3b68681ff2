import { queryOptions } from '@tanstack/react-query'
import type { LookDto } from '#lib/api/contract/looks.ts'
import { fetchJson, toPath } from './client.ts'

export type Look = LookDto
type Looks = { readonly items: readonly Look[]; readonly next: string | null }

export const looksQuery = (limit: number) =>
  queryOptions({
    queryKey: ['looks', limit],
    queryFn: ({ signal }) => fetchJson<Looks>(toPath('/api/v1/looks', { limit }), { signal }),
  })

/** Remembers that somebody looked at an image; what was found is worked out by the server. */
export const recordLook = (reference: string, platform: string | null) =>
  fetchJson<undefined>('/api/v1/looks', {
    method: 'POST',
    body: { reference, ...(platform === null ? {} : { platform }) },
  })
