import { QueryClient } from '@tanstack/react-query'
import { expect, it } from 'vitest'
import { prefetchWithin } from './prefetch-within.ts'

const newClient = () => new QueryClient({ defaultOptions: { queries: { retry: false } } })

it('gives what is answered in time and leaves out what is late or failed', async () => {
  const state = await prefetchWithin(newClient(), (client) => [
    client.prefetchQuery({ queryKey: ['soon'], queryFn: async () => 'here' }),
    client.prefetchQuery({ queryKey: ['late'], queryFn: () => new Promise(() => undefined) }),
    client.prefetchQuery({
      queryKey: ['failed'],
      queryFn: async () => {
        throw new Error('no')
      },
    }),
  ])
  expect(state.queries.map(({ queryKey }) => queryKey)).toEqual([['soon']])
})

it('does not wait when everything is answered', async () => {
  const before = performance.now()
  await prefetchWithin(newClient(), (client) => [client.prefetchQuery({ queryKey: ['a'], queryFn: async () => 1 })])
  expect(performance.now() - before).toBeLessThan(200)
})
