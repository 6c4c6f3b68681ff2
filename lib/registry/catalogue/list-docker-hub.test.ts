import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { toRegistryOptions } from '#lib/testing/registry-options.ts'
import { type ScriptedRegistry, startScriptedRegistry } from '#lib/testing/scripted-registry.ts'
import { createRegistrySource, type RegistrySource } from '../registry-source.ts'
import { createDockerHubLister } from './list-docker-hub.ts'

let hub: ScriptedRegistry
let source: RegistrySource
const credentials = { kind: 'basic', username: 'me', password: 'dckr_pat' } as const

beforeEach(async () => {
  hub = await startScriptedRegistry()
  source = createRegistrySource(toRegistryOptions(hub.host))
  hub.fault('/v2/namespaces/team/repositories', {
    kind: 'custom',
    answer: (request, response) => {
      const page = Number(new URL(request.url ?? '', hub.origin).searchParams.get('page'))
      const next = page === 1 ? 'https://hub.docker.com/v2/namespaces/team/repositories?page=2' : null
      response.end(JSON.stringify({ results: [{ name: `r${page}` }, { name: 5 }], next }))
    },
  })
})

afterEach(async () => {
  await source.close()
  await hub.close()
})

describe("Docker Hub's API", () => {
  it('lists the public repositories of a namespace over its pages', async () => {
    const list = createDockerHubLister({ client: source.client, credentials: null }, new URL(hub.origin), 'team')
    expect(await list(null, {})).toEqual({ items: ['team/r1'], next: '2' })
    expect(await list('2', {})).toEqual({ items: ['team/r2'], next: null })
    expect(hub.requests.some(({ path }) => path.includes('/auth/token'))).toBe(false)
  })

  it('exchanges the password for a token, once', async () => {
    hub.fault('/v2/auth/token', { kind: 'status', status: 200, body: '{"access_token":"abc.def"}' })
    const list = createDockerHubLister({ client: source.client, credentials }, new URL(hub.origin), 'team')
    await list(null, {})
    await list('2', {})
    expect(hub.requests.filter(({ path }) => path.includes('/auth/token'))).toHaveLength(1)
    expect(hub.requests.at(-1)?.headers.authorization).toBe('Bearer abc.def')
  })

  it('lists what is public when the exchange is refused, and nothing for a namespace that is not there', async () => {
    hub.fault('/v2/auth/token', { kind: 'status', status: 401 })
    const context = { client: source.client, credentials }
    expect((await createDockerHubLister(context, new URL(hub.origin), 'team')(null, {})).items).toEqual(['team/r1'])
    expect((await createDockerHubLister(context, new URL(hub.origin), 'none')(null, {})).items).toEqual([])
  })
})
