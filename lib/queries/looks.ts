import { queryOptions } from '@tanstack/react-query'
import type { State } from '#lib/evidence/state.ts'
import { fetchJson, toPath } from './client.ts'

/** One image that was inspected here, with what was found then. */
export type Look = {
  readonly reference: string
  readonly digest: string
  readonly platform: string | null
  readonly state: State
  readonly sentence: string
  readonly packageCount: number | null
  readonly at: string
}
type Looks = { readonly items: readonly Look[]; readonly next: string | null }

export const looksQuery = (limit: number) =>
  queryOptions({
    queryKey: ['looks', limit],
    queryFn: ({ signal }) => fetchJson<Looks>(toPath('/api/v1/looks', { limit }), { signal }),
    staleTime: 0,
  })

/** Remembers that somebody looked at an image; what was found is worked out by the server. */
export const recordLook = (reference: string, platform: string | null) =>
  fetchJson<undefined>('/api/v1/looks', {
    method: 'POST',
    body: { reference, ...(platform === null ? {} : { platform }) },
  })
