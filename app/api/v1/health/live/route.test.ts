import { expect, it } from 'vitest'
import { GET } from './route.ts'

const ask = (path: string) => GET(new Request(`http://127.0.0.1:3000${path}`, { headers: { host: '127.0.0.1:3000' } }))

it('answers, and refuses parameters as every other address does', async () => {
  expect(await ask('/api/v1/health/live').json()).toEqual({ status: 'ok' })
  const refused = ask('/api/v1/health/live?x=1')
  expect([refused.status, await refused.json()]).toMatchObject([400, { code: 'REQUEST_INVALID' }])
})
