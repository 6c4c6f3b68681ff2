import type { QueryClient } from '@tanstack/react-query'
import { toTrustedRootDto } from '#lib/api/to-trusted-root.ts'
import { trustedRootsQuery } from '#lib/queries/trusted-roots.ts'
import { getRuntime } from '#lib/runtime/runtime.ts'

export const prefetchTrustedRoots = (client: QueryClient): Promise<void> =>
  client.prefetchQuery({
    ...trustedRootsQuery(),
    queryFn: async () => {
      const { roots, store, now } = await getRuntime()
      const rules = await store.rules.list()
      return { items: (await roots.entries()).map((entry) => toTrustedRootDto(entry, rules, now())), next: null }
    },
  })
