import { queryOptions } from '@tanstack/react-query'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import { fetchAnswer, fetchJson, toPath } from './client.ts'

/** What a page looks at: a reference, and one platform of an index or null. */
export type ImageTarget = { readonly reference: string; readonly platform: string | null }

/** Descriptor, platforms, config, layers and history. */
export const imageQuery = ({ reference, platform }: ImageTarget) =>
  queryOptions({
    queryKey: ['image', reference, platform],
    queryFn: ({ signal }) => fetchJson<ImageDto>(toPath('/api/v1/image', { reference, platform }), { signal }),
  })

const rawPath = ({ reference, platform }: ImageTarget, raw: 'manifest' | 'config'): string =>
  toPath('/api/v1/image', { reference, platform, raw })

/** The bytes of manifest or config as text; `digest` names them, so they never change. */
export const rawImageQuery = (target: ImageTarget, raw: 'manifest' | 'config', digest: string) =>
  queryOptions({
    queryKey: ['raw', raw, digest],
    queryFn: async ({ signal }) => (await fetchAnswer(rawPath(target, raw), { signal })).text(),
    staleTime: Number.POSITIVE_INFINITY,
  })
