import { queryOptions } from '@tanstack/react-query'
import type { CreateTrustedRoot, TrustedRootDto } from '#lib/api/contract/trusted-roots.ts'
import { fetchJson, toPath } from './client.ts'

export type TrustedRoots = { readonly items: readonly TrustedRootDto[]; readonly next: string | null }

export const trustedRootsQuery = () =>
  queryOptions({
    queryKey: ['trusted-roots'],
    queryFn: ({ signal }) => fetchJson<TrustedRoots>(toPath('/api/v1/trusted-roots', { limit: 1000 }), { signal }),
  })

const rootPath = (id: string): string => `/api/v1/trusted-roots/${encodeURIComponent(id)}`

export const trustedRootDocumentPath = (id: string): string => `${rootPath(id)}/document`

export const createTrustedRoot = (body: CreateTrustedRoot) =>
  fetchJson<TrustedRootDto>('/api/v1/trusted-roots', { method: 'POST', body })

export const renameTrustedRoot = (id: string, name: string) =>
  fetchJson<TrustedRootDto>(rootPath(id), { method: 'PATCH', body: { name } })

/** Asks the mirror; when that fails, the copy at hand stays. */
export const refreshTrustedRoot = (id: string) =>
  fetchJson<TrustedRootDto>(`${rootPath(id)}/refresh`, { method: 'POST', body: {} })

export const deleteTrustedRoot = (id: string) => fetchJson<undefined>(rootPath(id), { method: 'DELETE' })
