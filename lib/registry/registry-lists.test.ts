import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import type { RepositoryName } from '#lib/oci/reference.ts'
import { toRegistryOptions } from '#lib/testing/registry-options.ts'
import { type Fault, type ScriptedRegistry, startScriptedRegistry } from '#lib/testing/scripted-registry.ts'
import type { Page, PageRequest } from './image-source.ts'
import { createRegistrySource, type RegistrySource } from './registry-source.ts'

const repository = 'team/app' as RepositoryName
const code = (name: string) => expect.objectContaining({ code: name })

let registry: ScriptedRegistry
let source: RegistrySource

beforeEach(async () => {
  registry = await startScriptedRegistry()
  source = createRegistrySource(toRegistryOptions(registry.host), {
    limits: { ...limits, retryBaseMs: 1, documentTimeoutMs: 1500, headersTimeoutMs: 1000 },
  })
})

afterEach(async () => {
  await source.close()
  await registry.close()
})

const json = (value: unknown, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status: 200,
  headers: { 'content-type': mediaTypes.ociIndex, ...headers },
  body: JSON.stringify(value),
})

async function readAll<Item>(list: (page: PageRequest) => Promise<Page<Item>>, limit: number): Promise<Item[]> {
  const items: Item[] = []
  let after: string | null = null
  for (let pages = 0; pages < 50; pages += 1) {
    const page: Page<Item> = await list({ limit, after })
    expect(page.items.length).toBeLessThanOrEqual(limit)
    items.push(...page.items)
    if (page.next === null) return items
    after = page.next
  }
  throw new Error('the list does not end')
}

describe('referrers', () => {
  const putReferrers = (count: number) => {
    const image = registry.putImage(repository, 'v1')
    for (let at = 0; at < count; at += 1) {
      registry.putReferrer(repository, image, { artifactType: 'application/x', blob: `referrer ${at}` })
    }
    return image.digest
  }
  const list = () => source.listReferrers(repository, putReferrers(3))

  it('D-05 are read over all pages', async () => {
    const digest = putReferrers(101)
    registry.settings.referrersPerPage = 100
    const answer = await source.listReferrers(repository, digest)
    expect(answer).toMatchObject({ answer: 'listed', truncated: false })
    expect(answer.answer === 'listed' && answer.descriptors.length).toBe(101)
  })

  it('are asked for without a filter', async () => {
    await list()
    expect(registry.requests.at(-1)?.path).not.toContain('artifactType')
  })

  it.each([404, 400, 405, 406, 501])('are unsupported when the registry answers %d', async (status) => {
    registry.fault('/referrers/', { kind: 'status', status })
    await expect(list()).resolves.toEqual({ answer: 'unsupported', status })
  })

  it('are unsupported where a known registry redirects to web pages, and a redirect elsewhere is followed', async () => {
    const digest = putReferrers(2)
    const page = await startScriptedRegistry()
    page.fault('/', { kind: 'html' })
    registry.fault('/referrers/', { kind: 'redirect', to: `${page.origin}/packages`, status: 303 })
    await expect(source.listReferrers(repository, digest)).rejects.toEqual(code('REGISTRY_PROTOCOL'))
    expect(page.requests).toHaveLength(1)
    const known = createRegistrySource(toRegistryOptions(registry.host), {
      quirks: [{ host: registry.host, referrersRedirect: true, reason: '', link: '' }],
    })
    await expect(known.listReferrers(repository, digest)).resolves.toEqual({ answer: 'unsupported', status: 303 })
    expect(page.requests).toHaveLength(1)
    await Promise.all([known.close(), page.close()])
  })

  it.each<[string, Fault, string]>([
    ['a login page (D-07)', { kind: 'html' }, 'REGISTRY_PROTOCOL'],
    [
      'JSON of another type',
      json({ schemaVersion: 2, manifests: [] }, { 'content-type': 'application/json' }),
      'REGISTRY_PROTOCOL',
    ],
    ['broken JSON', { kind: 'altered', body: () => Buffer.from('{"manifests":[') }, 'REGISTRY_PROTOCOL'],
    ['an image', json({ mediaType: mediaTypes.ociManifest }), 'REGISTRY_PROTOCOL'],
    ['a broken connection', { kind: 'truncated' }, 'REGISTRY_PROTOCOL'],
    ['401', { kind: 'status', status: 401 }, 'REGISTRY_UNAUTHORIZED'],
    ['403', { kind: 'status', status: 403 }, 'REGISTRY_FORBIDDEN'],
    ['429', { kind: 'status', status: 429 }, 'REGISTRY_RATE_LIMITED'],
    ['500', { kind: 'status', status: 500 }, 'REGISTRY_UNAVAILABLE'],
    ['503', { kind: 'status', status: 503 }, 'REGISTRY_UNAVAILABLE'],
    ['nothing', { kind: 'silent' }, 'REGISTRY_TIMEOUT'],
  ])('D-08 are a failure, never an empty list, when the registry answers %s', async (_, fault, expected) => {
    registry.fault('/referrers/', fault)
    await expect(list()).rejects.toEqual(code(expected))
  })

  it('are an empty list when Go writes null', async () => {
    registry.fault('/referrers/', json({ schemaVersion: 2, mediaType: mediaTypes.ociIndex, manifests: null }))
    await expect(list()).resolves.toMatchObject({ answer: 'listed', descriptors: [], truncated: false })
  })

  it('L-02 stop at the bound of pages when each leads to a new one', async () => {
    let page = 0
    const digest = putReferrers(1)
    registry.fault('/referrers/', {
      kind: 'custom',
      answer: (_, response) => {
        page += 1
        response.writeHead(200, { 'content-type': mediaTypes.ociIndex, link: `<?page=${page}>; rel="next"` })
        response.end(JSON.stringify({ schemaVersion: 2, manifests: [] }))
      },
    })
    await expect(source.listReferrers(repository, digest)).resolves.toMatchObject({ truncated: true })
    expect(page).toBe(limits.maxReferrerPages)
  })

  it('stop at the bound of descriptors', async () => {
    const digest = putReferrers(1100)
    const answer = await source.listReferrers(repository, digest)
    expect(answer).toMatchObject({ answer: 'listed', truncated: true })
    expect(answer.answer === 'listed' && answer.descriptors.length).toBe(limits.maxReferrers)
  })

  it('D-14 name a digest once, however often it is listed', async () => {
    const digest = putReferrers(1)
    const [descriptor] = registry.listReferrers(repository, digest)
    registry.fault('/referrers/', json({ schemaVersion: 2, manifests: Array.from({ length: 1000 }, () => descriptor) }))
    const answer = await source.listReferrers(repository, digest)
    expect(answer.answer === 'listed' && answer.descriptors).toHaveLength(1)
  })

  it.each(['?', 'other', 'host', 'file', 'cycle'])('D-06 are incomplete when the next page leads %s', async (kind) => {
    const digest = putReferrers(2)
    const other = await startScriptedRegistry()
    const path = `/v2/${repository}/referrers/${digest}`
    const target = {
      '?': path,
      other: `/v2/team/other/referrers/${digest}?page=1`,
      host: `${other.origin}${path}?page=1`,
      file: 'file:///etc/passwd',
      cycle: `${path}?page=2`,
    }[kind]
    registry.fault('/referrers/', { kind: 'altered', headers: { link: `<${target}>; rel="next"` } })
    await expect(source.listReferrers(repository, digest)).resolves.toMatchObject({ answer: 'listed', truncated: true })
    expect(other.requests).toEqual([])
    await other.close()
  })

  it('fail when a later page fails', async () => {
    const digest = putReferrers(4)
    registry.settings.referrersPerPage = 2
    registry.fault('page=1', { kind: 'status', status: 404 })
    await expect(source.listReferrers(repository, digest)).rejects.toEqual(code('IMAGE_NOT_FOUND'))
  })
})

describe('tags', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g']
  const listTags = (page: PageRequest) => source.listTags(repository, page)
  beforeEach(() => {
    for (const name of names) registry.putImage(repository, name)
  })

  it.each(['link', 'without-link', 'ignored'] as const)(
    'are read completely and once where paging is %s',
    async (paging) => {
      registry.settings.paging = paging
      for (const limit of [1, 3, 7, 100]) expect(await readAll(listTags, limit)).toEqual(names)
    },
  )

  it('are read from a registry that neither sorts nor pages', async () => {
    registry.fault('/tags/list', {
      kind: 'altered',
      body: () => Buffer.from(JSON.stringify({ tags: ['g', 'a', 'd', 'b', 'f', 'c', 'e'] })),
    })
    for (const limit of [2, 7]) expect(await readAll(listTags, limit)).toEqual(names)
  })

  it('go on after the cursor of a registry that pages by tokens', async () => {
    registry.fault('/tags/list?n=2', {
      kind: 'altered',
      headers: { link: `</v2/${repository}/tags/list?n=2&next_page=abc>; rel="next"` },
      body: () => Buffer.from('{"tags":["z","y"]}'),
    })
    registry.fault('next_page=abc', {
      kind: 'altered',
      headers: { link: null },
      body: () => Buffer.from('{"tags":["x"]}'),
    })
    expect(await readAll(listTags, 2)).toEqual(['z', 'y', 'x'])
  })

  it('are none where the registry says null, and an error where the repository is absent', async () => {
    registry.fault('/tags/list', { kind: 'altered', body: () => Buffer.from('{"tags":null}') }, 1)
    expect(await listTags({ limit: 10, after: null })).toEqual({ items: [], next: null })
    await expect(source.listTags('no/such' as RepositoryName, { limit: 10, after: null })).rejects.toEqual(
      code('IMAGE_NOT_FOUND'),
    )
  })

  it('leave out what is no tag', async () => {
    registry.fault('/tags/list', {
      kind: 'altered',
      body: () => Buffer.from(JSON.stringify({ tags: ['ok', '../x', '<b>', 5, null, 'a b'] })),
    })
    expect((await listTags({ limit: 10, after: null })).items).toEqual(['ok'])
  })

  it('D-06 L-02 end when pages lead round or on for ever', async () => {
    registry.fault('/tags/list', {
      kind: 'altered',
      headers: { link: `<?n=2&last=x>; rel="next"` },
      body: () => Buffer.from('{"tags":[]}'),
    })
    await expect(listTags({ limit: 2, after: null })).rejects.toEqual(code('REGISTRY_PROTOCOL'))
    let page = 0
    registry.fault('/tags/list', {
      kind: 'custom',
      answer: (_, response) => {
        page += 1
        response.writeHead(200, { link: `<?page=${page}>; rel="next"` }).end('{"tags":[]}')
      },
    })
    await expect(listTags({ limit: 2, after: null })).rejects.toEqual(code('LIMIT_EXCEEDED'))
  })

  it('refuse cursors that were never given out', async () => {
    for (const after of ['a b', '?x\r\ny', 'a#b', 'x'.repeat(5000), '?\u0000']) {
      await expect(listTags({ limit: 2, after })).rejects.toEqual(code('REQUEST_INVALID'))
    }
    expect(registry.requests.filter(({ path }) => path.includes('tags'))).toEqual([])
  })

  it('are a fault of the registry when the list is something else', async () => {
    for (const body of ['<html>', '[]', '{"tags":"a"}', '{"tags":', 'null']) {
      registry.fault('/tags/list', { kind: 'altered', body: () => Buffer.from(body) })
      await expect(listTags({ limit: 2, after: null })).rejects.toEqual(code('REGISTRY_PROTOCOL'))
    }
  })

  it('fail as a web page when a proxy answers', async () => {
    registry.fault('/tags/list', { kind: 'html' })
    await expect(listTags({ limit: 2, after: null })).rejects.toEqual(code('REGISTRY_PROTOCOL'))
  })
})
