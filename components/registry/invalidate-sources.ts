import type { QueryClient } from '@tanstack/react-query'

/** After a change of sources everything that came from one is asked anew. */
export function invalidateSources(client: QueryClient): Promise<void> {
  return client.invalidateQueries()
}
