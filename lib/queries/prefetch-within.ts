import { type DehydratedState, dehydrate, type QueryClient } from '@tanstack/react-query'

/** How long a page waits for what it shows first; what takes longer is asked for by the browser. */
const waitMs = 300

/**
 * Starts the page's first questions on the server and gives what was answered in time. What failed is left out, so that
 * the browser asks again and shows the problem; what is late goes on and fills the caches.
 */
export async function prefetchWithin(
  client: QueryClient,
  start: (client: QueryClient) => readonly Promise<void>[],
): Promise<DehydratedState> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, waitMs)
  })
  await Promise.race([Promise.all(start(client)), late])
  clearTimeout(timer)
  return dehydrate(client)
}
