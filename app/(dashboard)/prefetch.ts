import type { QueryClient } from '@tanstack/react-query'
import { toCertificateDto } from '#lib/api/to-certificate.ts'
import { toKeyDto } from '#lib/api/to-key.ts'
import { toRegistryDto } from '#lib/api/to-registry.ts'
import { certificatesQuery } from '#lib/queries/certificates.ts'
import { keyQuery, keysQuery } from '#lib/queries/keys.ts'
import { looksQuery } from '#lib/queries/looks.ts'
import { registriesQuery } from '#lib/queries/registries.ts'
import { rulesQuery } from '#lib/queries/rules.ts'
import { getRuntime } from '#lib/runtime/runtime.ts'

// The first questions of the pages, answered from the store without a request. The runtime is awaited within, so that a
// store that does not answer is a problem shown in its place and not a page that fails.

export const prefetchLooks = (client: QueryClient, limit: number): Promise<void> =>
  client.prefetchQuery({
    ...looksQuery(limit),
    queryFn: async () => {
      const { store } = await getRuntime()
      const { items, next } = await store.looks.list({ limit })
      return { items: items.map(({ signer: _, ...look }) => look), next }
    },
  })

export const prefetchRegistries = (client: QueryClient): Promise<void> =>
  client.prefetchQuery({
    ...registriesQuery(),
    queryFn: async () => ({ items: (await (await getRuntime()).sources.list()).map(toRegistryDto), next: null }),
  })

export const prefetchKeys = (client: QueryClient): Promise<void> =>
  client.prefetchQuery({
    ...keysQuery(),
    queryFn: async () => {
      const { keys, rules } = await (await getRuntime()).store.settings.trust()
      return { items: keys.map((key) => toKeyDto(key, rules)), next: null }
    },
  })

export const prefetchKey = (client: QueryClient, fingerprint: string): Promise<void> =>
  client.prefetchQuery({
    ...keyQuery(fingerprint),
    queryFn: async () => {
      const { store } = await getRuntime()
      return toKeyDto(await store.keys.get(fingerprint), await store.rules.list())
    },
  })

export const prefetchCertificates = (client: QueryClient): Promise<void> =>
  client.prefetchQuery({
    ...certificatesQuery(),
    queryFn: async () => {
      const { store, now } = await getRuntime()
      const rules = await store.rules.list()
      return { items: (await store.certificates.list()).map((one) => toCertificateDto(one, rules, now())), next: null }
    },
  })

export const prefetchRules = (client: QueryClient): Promise<void> =>
  client.prefetchQuery({
    ...rulesQuery(),
    queryFn: async () => {
      const rules = await (await getRuntime()).store.rules.list()
      return { items: rules.map((rule) => ({ ...rule, repositories: [...rule.repositories] })), next: null }
    },
  })
