import { queryOptions } from '@tanstack/react-query'
import type { CreateRegistry, RegistryCheckDto, RegistryDto, UpdateRegistry } from '#lib/api/contract/registries.ts'
import { fetchJson, toPath } from './client.ts'

export type Registries = { readonly items: readonly RegistryDto[]; readonly next: string | null }

export const registriesQuery = () =>
  queryOptions({
    queryKey: ['registries'],
    queryFn: ({ signal }) => fetchJson<Registries>(toPath('/api/v1/registries', { limit: 1000 }), { signal }),
  })

const registryPath = (id: string): string => `/api/v1/registries/${encodeURIComponent(id)}`

export const createRegistry = (body: CreateRegistry) =>
  fetchJson<RegistryDto>('/api/v1/registries', { method: 'POST', body })

export const updateRegistry = (id: string, body: UpdateRegistry) =>
  fetchJson<RegistryDto>(registryPath(id), { method: 'PATCH', body })

export const deleteRegistry = (id: string) => fetchJson<undefined>(registryPath(id), { method: 'DELETE' })

/** Asks the registry itself: reachable, credentials accepted, what it lists, whether it has the referrers API. */
export const checkRegistry = (id: string) =>
  fetchJson<RegistryCheckDto>(`${registryPath(id)}/check`, { method: 'POST', body: {} })
