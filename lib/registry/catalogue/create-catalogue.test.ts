import type { IncomingMessage, ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { toRegistryOptions } from '#lib/testing/registry-options.ts'
import { type ScriptedRegistry, startScriptedRegistry } from '#lib/testing/scripted-registry.ts'
import type { Page } from '../image-source.ts'
import type { RegistryOptions } from '../registry-options.ts'
import { createRegistrySource, type RegistrySource } from '../registry-source.ts'
import { findOrganisations } from './find-organisations.ts'

const code = (name: string) => expect.objectContaining({ code: name })
let registry: ScriptedRegistry
const opened: RegistrySource[] = []

function open(changed: Partial<RegistryOptions> = {}): RegistrySource {
  const source = createRegistrySource(toRegistryOptions(registry.host, changed), {
    limits: { ...limits, retryBaseMs: 1 },
  })
  opened.push(source)
  return source
}

async function readAll(source: RegistrySource, limit: number, query: string | null = null): Promise<string[]> {
  const items: string[] = []
  let after: string | null = null
  for (let pages = 0; pages < 60; pages += 1) {
    const page: Page<string> = await source.listRepositories({ limit, after, query })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    if (page.next === null) return items
    after = page.next
  }
  throw new Error('the list does not end')
}

const answerJson = (answer: (url: URL, request: IncomingMessage) => unknown) => ({
  kind: 'custom' as const,
  answer: (request: IncomingMessage, response: ServerResponse) => {
    const value = answer(new URL(request.url ?? '/', 'http://x'), request)
    response.writeHead(value === null ? 404 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(value))
  },
})

beforeEach(async () => {
  registry = await startScriptedRegistry()
  for (const name of ['b/two', 'a/one', 'c/three']) registry.putImage(name, 'v1')
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
  await registry.close()
})

describe('the catalogue of a distribution registry', () => {
  it.each(['link', 'without-link', 'ignored'] as const)(
    'is read completely and once where paging is %s',
    async (paging) => {
      registry.settings.paging = paging
      for (const limit of [1, 2, 100]) expect(await readAll(open(), limit)).toEqual(['a/one', 'b/two', 'c/three'])
    },
  )

  it('begins with what was added by hand, and lists nothing twice', async () => {
    const source = open({ repositoriesByHand: ['z/hidden', 'b/two'] })
    for (const limit of [1, 2, 3, 100])
      expect(await readAll(source, limit)).toEqual(['b/two', 'z/hidden', 'a/one', 'c/three'])
  })

  it('can be searched', async () => {
    expect(await readAll(open({ repositoriesByHand: ['z/one'] }), 1, 'One')).toEqual(['z/one', 'a/one'])
  })

  it('tells a registry that wants credentials from one that only keeps its catalogue', async () => {
    registry.fault('_catalog', { kind: 'status', status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } })
    await expect(open().listRepositories({ limit: 10, after: null })).rejects.toEqual(
      code('REGISTRY_CATALOGUE_REFUSED'),
    )
    registry.settings.auth = { kind: 'basic', username: 'u', password: 'p' }
    await expect(open().listRepositories({ limit: 10, after: null })).rejects.toEqual(code('REGISTRY_UNAUTHORIZED'))
    const allowed = open({ credentials: { kind: 'basic', username: 'u', password: 'p' } })
    await expect(allowed.listRepositories({ limit: 10, after: null })).rejects.toEqual(
      code('REGISTRY_CATALOGUE_REFUSED'),
    )
  })

  it('leaves out what is no repository', async () => {
    registry.fault(
      '_catalog',
      answerJson(() => ({ repositories: ['ok/x', '../etc', 'UPPER/x', '<b>', 7] })),
    )
    expect(await readAll(open(), 10)).toEqual(['ok/x'])
  })

  it.each([401, 403, 404, 405, 501])('explains a refusal with %d, and names the next step', async (status) => {
    registry.fault('_catalog', { kind: 'status', status })
    await expect(open().listRepositories({ limit: 10, after: null })).rejects.toMatchObject({
      code: 'REGISTRY_CATALOGUE_REFUSED',
      message: /add repositories by name/i,
      context: { status },
    })
  })

  it('tells a fault and a rate limit from a refusal', async () => {
    registry.fault('_catalog', { kind: 'status', status: 503 })
    await expect(open().listRepositories({ limit: 10, after: null })).rejects.toEqual(code('REGISTRY_UNAVAILABLE'))
    registry.fault('_catalog', { kind: 'status', status: 429 })
    await expect(open().listRepositories({ limit: 10, after: null })).rejects.toEqual(code('REGISTRY_RATE_LIMITED'))
    registry.fault('_catalog', { kind: 'html' })
    await expect(open().listRepositories({ limit: 10, after: null })).rejects.toEqual(code('REGISTRY_PROTOCOL'))
  })

  it('refuses cursors that were never given out', async () => {
    for (const after of ['x', 'catalog|x|', 'nowhere|0|', 'catalog|0|a b', '|0|']) {
      await expect(open().listRepositories({ limit: 2, after })).rejects.toEqual(code('REQUEST_INVALID'))
    }
  })
})

describe("Harbor's API", () => {
  const all = Array.from({ length: 150 }, (_, at) => `p/r${String(at).padStart(3, '0')}`)
  beforeEach(() => {
    registry.fault('_catalog', { kind: 'status', status: 401 })
    registry.fault('/api/v2.0/ping', { kind: 'status', status: 200, body: 'Pong' })
    registry.fault(
      '/api/v2.0/repositories',
      answerJson((url) => {
        const page = Number(url.searchParams.get('page'))
        return all.slice((page - 1) * 100, page * 100).map((name) => ({ name, id: 1 }))
      }),
    )
  })

  it('lists where the catalogue is refused', async () => {
    const source = open({ credentials: { kind: 'basic', username: 'robot$ci', password: 'p' } })
    for (const limit of [40, 100, 1000]) expect(await readAll(source, limit)).toEqual(all)
    expect(registry.requests.find(({ path }) => path.includes('repositories?'))?.headers.authorization).toMatch(
      /^Basic /,
    )
    expect(await source.identifyApi()).toBe('harbor')
  })
})

describe("Quay's API", () => {
  it('lists an organisation that a search names, where the catalogue is refused', async () => {
    registry.fault('_catalog', { kind: 'status', status: 401 })
    registry.fault(
      '/api/v1/repository',
      answerJson((url) =>
        url.searchParams.get('next_page') === 'more'
          ? { repositories: [{ namespace: 'team', name: 'two' }] }
          : {
              repositories: [
                { namespace: 'team', name: 'one' },
                { namespace: 'team', name: 'helm', kind: 'application' },
              ],
              next_page: 'more',
            },
      ),
    )
    expect((await open().listRepositories({ limit: 10, after: null, query: 'team/' })).items).toEqual([
      'team/one',
      'team/two',
    ])
    const token = open({
      credentials: { kind: 'basic', username: '$oauthtoken', password: 'tok' },
      repositoriesByHand: ['team/*'],
    })
    expect(await readAll(token, 1)).toEqual(['team/one', 'team/two'])
    expect(registry.requests.findLast(({ path }) => path.startsWith('/api/v1/repository'))?.headers.authorization).toBe(
      'Bearer tok',
    )
  })
})

describe('findOrganisations', () => {
  it('knows those that were added, searched for, or own the robot account', () => {
    const robot = { kind: 'basic', username: 'acme+ci', password: 'x' } as const
    expect(findOrganisations({ repositoriesByHand: ['team/*', 'other/app'], credentials: robot }, 'Search/x')).toEqual([
      'team',
      'acme',
      'search',
    ])
    expect(findOrganisations({ repositoriesByHand: ['../*'], credentials: null }, 'a b')).toEqual([])
  })
})

describe('registries that list by organisation only', () => {
  it.each(['quay.io', 'docker.io'])('%s asks for the name of one', async (host) => {
    await expect(
      open({ host, allowPrivate: false }).listRepositories({ limit: 10, after: null }),
    ).rejects.toMatchObject({
      code: 'REGISTRY_CATALOGUE_REFUSED',
      message: /organisation/,
    })
  })
})
