import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { z } from 'zod'
import type { CreateKey, KeyDto, keyImagesSchema, updateKeySchema } from '#lib/api/contract/trust.ts'
import { fetchJson, toPath } from './client.ts'

export type Keys = { readonly items: readonly KeyDto[]; readonly next: string | null }
export type KeyImages = z.infer<typeof keyImagesSchema>
export type UpdateKey = z.input<typeof updateKeySchema>

const keyPath = (fingerprint: string): string => `/api/v1/keys/${encodeURIComponent(fingerprint)}`

export const keysQuery = () =>
  queryOptions({
    queryKey: ['keys'],
    queryFn: ({ signal }) => fetchJson<Keys>(toPath('/api/v1/keys', { limit: 1000 }), { signal }),
  })

export const keyQuery = (fingerprint: string) =>
  queryOptions({
    queryKey: ['keys', fingerprint],
    queryFn: ({ signal }) => fetchJson<KeyDto>(keyPath(fingerprint), { signal }),
  })

/** The images that a key verifies, among those looked at lately or, with `repository`, in that one. */
export const keyImagesQuery = (fingerprint: string, repository: string | null) =>
  infiniteQueryOptions({
    queryKey: ['keys', fingerprint, 'images', repository],
    queryFn: ({ signal, pageParam }) =>
      fetchJson<KeyImages>(toPath(`${keyPath(fingerprint)}/images`, { repository, after: pageParam }), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  })

export const createKey = (body: CreateKey) => fetchJson<KeyDto>('/api/v1/keys', { method: 'POST', body })

export const updateKey = (fingerprint: string, body: UpdateKey) =>
  fetchJson<KeyDto>(keyPath(fingerprint), { method: 'PATCH', body })

export const deleteKey = (fingerprint: string) => fetchJson<undefined>(keyPath(fingerprint), { method: 'DELETE' })
