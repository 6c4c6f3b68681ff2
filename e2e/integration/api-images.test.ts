import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { demo, sampleLayouts, states, workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import type { SbomDto, SbomPackageDto, SbomRelationshipDto } from '#lib/api/contract/attestations.ts'
import type { ImageDto, RegistryDto, TagDto } from '#lib/api/contract/registries.ts'
import type { AttestationDto, VerdictDto } from '#lib/api/contract/verdict.ts'

let product: Product
let api: Api
beforeAll(async () => {
  product = await startProduct()
  api = apiOf(product.url)
  await api.post('/keys', { pem: workshopKey, name: 'Workshop', trust: { repositories: ['workshop/*'] } })
})
afterAll(() => product?.stop())

type List<Item> = { items: Item[]; next: string | null }
const reference = `${demo}:v1`
const blobOf = (digest: string) =>
  readFileSync(join(sampleLayouts, 'workshop/hummingbird-demo/blobs', digest.replace(':', '/')))
const verdictOf = async (one: string) => (await api.get<VerdictDto>('/verdict', { reference: one })).body
const signedAttestation = async () => {
  const [found] = (await api.get<List<AttestationDto>>('/attestations', { reference })).body.items
  if (found === undefined) throw new Error('no attestation')
  return found
}

describe('sources, repositories and tags', () => {
  it('the sample is a source from the start, and is read-only', async () => {
    const { body } = await api.get<List<RegistryDto>>('/registries')
    expect(body.items).toContainEqual(
      expect.objectContaining({ kind: 'layout', host: 'sample.layout', readOnly: true }),
    )
  })

  it('repositories can be listed and searched', async () => {
    const all = await api.get<List<{ repository: string }> & { problems: unknown[] }>('/repositories', {
      registry: 'sample.layout',
    })
    expect(all.body.items.map((item) => item.repository)).toEqual(
      ['attestations', 'by-identity', 'hummingbird-demo', 'notary', 'states'].map(
        (name) => `sample.layout/workshop/${name}`,
      ),
    )
    expect(all.body.problems).toEqual([])
    const found = await api.get<List<{ repository: string }>>('/repositories', { q: 'humming' })
    expect(found.body.items.map((item) => item.repository)).toEqual([demo])
  })

  it('tags have digest, platforms, age and size; helper tags are folded away', async () => {
    const { body, headers } = await api.get<List<TagDto> & { helperCount: number }>('/tags', { repository: demo })
    expect(body.items.map((item) => item.tag).sort()).toEqual(['edge', 'latest', 'nightly', 'v0', 'v1', 'v2', 'v3-rc1'])
    expect(body.helperCount).toBeGreaterThan(3)
    expect(headers.get('cache-control')).toContain('no-store')
    const v1 = body.items.find((item) => item.tag === 'v1')
    expect(v1).toMatchObject({ platforms: ['linux/amd64'], helper: false, problem: null })
    expect(v1?.sizeBytes).toBeGreaterThan(0)
    const helpers = await api.get<List<TagDto>>('/tags', { repository: demo, helpers: 'true' })
    expect(helpers.body.items.some((item) => item.helper && item.tag.endsWith('.sig'))).toBe(true)
  })

  it('tags are paged without a gap or a double', async () => {
    const seen: string[] = []
    let after: string | null = null
    do {
      const query: Record<string, string> = { repository: states, limit: '3', ...(after === null ? {} : { after }) }
      const page: List<TagDto> = (await api.get<List<TagDto>>('/tags', query)).body
      seen.push(...page.items.map((item) => item.tag))
      after = page.next
    } while (after !== null && seen.length < 100)
    const whole = (await api.get<List<TagDto>>('/tags', { repository: states })).body.items.map((item) => item.tag)
    expect(seen).toEqual(whole)
    expect(new Set(seen).size).toBe(seen.length)
  })

  it('what is not there is named: source, repository, tag, platform', async () => {
    const codes = async (path: string, query: Record<string, string>) => {
      const { status, body } = await api.get(path, query)
      return [status, body.code]
    }
    expect(await codes('/tags', { repository: 'nowhere.layout/x' })).toEqual([404, 'REGISTRY_UNKNOWN'])
    expect(await codes('/verdict', { reference: `${demo}:no-such-tag` })).toEqual([404, 'IMAGE_NOT_FOUND'])
    expect(await codes('/verdict', { reference: 'sample.layout/no/such:v1' })).toEqual([404, 'IMAGE_NOT_FOUND'])
    expect(await codes('/verdict', { reference: `${states}:platforms`, platform: 'linux/s390x' })).toEqual([
      404,
      'PLATFORM_NOT_FOUND',
    ])
  })
})

describe('the image', () => {
  it('shows manifest, config, layers and history', async () => {
    const { body } = await api.get<ImageDto>('/image', { reference })
    expect(body).toMatchObject({ kind: 'manifest', image: { os: 'linux', architecture: 'amd64' } })
    expect(body.layers.length).toBeGreaterThan(0)
    expect(body.history.length).toBeGreaterThan(0)
    expect(body.tags).toContain('v1')
  })

  it('shows the platforms of an index', async () => {
    const { body } = await api.get<ImageDto>('/image', { reference: `${states}:platforms` })
    expect(body).toMatchObject({ kind: 'index' })
    expect(body.platforms.map((item) => item.platform).sort()).toEqual(['linux/amd64', 'linux/arm64'])
  })

  it('gives raw bytes by digest that may be kept, and answers 304', async () => {
    const { digest } = await verdictOf(reference)
    const url = `${product.url}/api/v1/image?raw=manifest&reference=${demo}@${digest}`
    const first = await fetch(url)
    const bytes = Buffer.from(await first.arrayBuffer())
    expect(`sha256:${createHash('sha256').update(bytes).digest('hex')}`).toBe(digest)
    expect(first.headers.get('cache-control')).toMatch(/private.*immutable/)
    expect(first.headers.get('x-content-type-options')).toBe('nosniff')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toContain(digest)
    expect((await fetch(url, { headers: { 'if-none-match': etag } })).status).toBe(304)
  })

  it('the discovery report says what every store was asked and answered', async () => {
    const { body } = await api.get<{ stores: { store: string; answer: string; asked: string }[]; complete: boolean }>(
      '/discovery',
      { reference },
    )
    for (const store of ['referrers', 'referrers-tag', 'tag'])
      expect(body.stores.map((item) => item.store)).toContain(store)
    expect(
      body.stores.filter((item) => item.store === 'tag').map((item) => [item.asked.slice(-4), item.answer]),
    ).toEqual([
      ['.sig', 'found'],
      ['.att', 'found'],
      ['sbom', 'absent'],
    ])
    expect(body.complete).toBe(true)
  })
})

describe('attestations and the SBOM', () => {
  it('an attestation is given exactly as stored, statement and predicate decoded', async () => {
    const { digest } = await signedAttestation()
    const url = `${product.url}/api/v1/attestations/${digest}?repository=${demo}`
    const raw = await fetch(url)
    expect(Buffer.from(await raw.arrayBuffer()).equals(blobOf(digest))).toBe(true)
    expect(raw.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(raw.headers.get('cache-control')).toMatch(/immutable/)
    const statement = (await (await fetch(`${url}&part=statement`)).json()) as {
      predicateType: string
      predicate: { packages: unknown[] }
    }
    expect(statement.predicateType).toBe('https://spdx.dev/Document')
    const predicate = (await (await fetch(`${url}&part=predicate`)).json()) as { packages: unknown[] }
    expect(predicate.packages).toHaveLength(166)
  })

  it('evidence that is not in this repository is not given', async () => {
    const { digest } = await signedAttestation()
    const elsewhere = await api.get(`/attestations/${digest}`, { repository: states })
    expect(elsewhere.status).toBe(404)
    const unknown = await api.get(`/attestations/sha256:${'0'.repeat(64)}`, { repository: demo })
    expect([unknown.status, unknown.body.code]).toEqual([404, 'EVIDENCE_NOT_FOUND'])
    const undecodable = await api.get('/attestations/%25zz', { repository: demo })
    expect([undecodable.status, undecodable.body.code]).toEqual([400, 'DIGEST_INVALID'])
  })

  it('attestations come a page at a time', async () => {
    const query = { reference: `${states}:signed-v2`, limit: '1' }
    const first = await api.get<List<AttestationDto>>('/attestations', query)
    const last = await api.get<List<AttestationDto>>('/attestations', { ...query, after: first.body.next ?? '' })
    expect([first.body.items.length, last.body.items.length, last.body.next]).toEqual([1, 1, null])
    expect(last.body.items[0]).not.toEqual(first.body.items[0])
  })

  it('attestations can be chosen by predicate type', async () => {
    const query = { reference: `${states}:signed-v2` }
    const all = await api.get<List<AttestationDto>>('/attestations', query)
    const cyclonedx = await api.get<List<AttestationDto>>('/attestations', {
      ...query,
      predicateType: 'https://cyclonedx.org/bom',
    })
    expect([all.body.items.length, cyclonedx.body.items.length]).toEqual([2, 1])
  })

  it('the SBOM says what it is, who signed it and what it describes', async () => {
    const { body, headers } = await api.get<SbomDto>('/sbom', { reference })
    expect(body).toMatchObject({ format: 'spdx-json', packageCount: 166, state: 'verified', source: 'attestation' })
    expect(body.trustLine).toContain('Workshop')
    expect(body.types.reduce((sum, { count }) => sum + count, 0)).toBe(166)
    expect(headers.get('cache-control')).toContain('no-store')
  })

  it('the SBOM counts what its packages state, and tells how each is related to others', async () => {
    const { stated } = (await api.get<SbomDto>('/sbom', { reference })).body
    expect(stated.version).toBeGreaterThan(100)
    expect(Math.max(...Object.values(stated))).toBeLessThanOrEqual(166)
    type Links = List<SbomRelationshipDto> & { total: number; counts: Record<string, number>; package: SbomPackageDto }
    const all = (await api.get<List<SbomPackageDto>>('/sbom/packages', { reference, limit: '1000' })).body.items
    const answers = await Promise.all(
      all.slice(0, 40).map(async ({ id }) => (await api.get<Links>('/sbom/relationships', { reference, id })).body),
    )
    const linked = answers.find(({ items }) => items.some(({ kind }) => kind === 'package'))
    const other = linked?.items.find(({ kind }) => kind === 'package')
    const back = (await api.get<Links>('/sbom/relationships', { reference, id: other?.id ?? '', limit: '1000' })).body
    expect(back.items.map(({ id }) => id)).toContain(linked?.package.id)
    expect(back.total).toBe(Object.values(back.counts).reduce((sum, count) => sum + count, 0))
    const unknown = await api.get('/sbom/relationships', { reference, id: 'SPDXRef-nobody' })
    expect([unknown.status, unknown.body.code]).toEqual([400, 'REQUEST_INVALID'])
  })

  it('packages can be searched, filtered, sorted and paged', async () => {
    type Packages = List<SbomPackageDto> & { total: number }
    const all = (await api.get<Packages>('/sbom/packages', { reference, limit: '1000' })).body
    expect([all.total, all.items.length]).toEqual([166, 166])
    const paged: string[] = []
    let after: string | null = null
    do {
      const page: Packages = (
        await api.get<Packages>('/sbom/packages', { reference, limit: '50', ...(after === null ? {} : { after }) })
      ).body
      paged.push(...page.items.map((item) => item.id))
      after = page.next
    } while (after !== null && paged.length < 400)
    expect(paged).toEqual(all.items.map((item) => item.id))
    const name = all.items[40]?.name ?? ''
    const found = (await api.get<Packages>('/sbom/packages', { reference, q: name.toUpperCase() })).body
    expect(found.items.some((item) => item.name === name)).toBe(true)
    expect(found.total).toBeLessThan(166)
    const sorted = (await api.get<Packages>('/sbom/packages', { reference, sort: '-name', limit: '5' })).body.items.map(
      (item) => item.name,
    )
    expect(sorted).toEqual([...sorted].sort().reverse())
    const none = (await api.get<Packages>('/sbom/packages', { reference, q: 'no-such-package-anywhere' })).body
    expect(none).toMatchObject({ items: [], total: 0, next: null })
  })

  it.each([
    ['original', /json/],
    ['spdx-json', /json/],
    ['cyclonedx-json', /json/],
    ['csv', /csv/],
  ])('the document can be downloaded as %s', async (format, type) => {
    const answer = await fetch(`${product.url}/api/v1/sbom/document?reference=${reference}&format=${format}`)
    const text = await answer.text()
    expect(answer.status, text.slice(0, 300)).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(type)
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/)
    if (format === 'csv') expect(text.trimEnd().split('\n')).toHaveLength(167)
    else if (format === 'cyclonedx-json')
      expect((JSON.parse(text) as { components: unknown[] }).components.length).toBeGreaterThanOrEqual(165)
    else expect((JSON.parse(text) as { packages: unknown[] }).packages).toHaveLength(166)
  })

  it('an image without one says so', async () => {
    const answer = await api.get('/sbom', { reference: `${demo}:latest` })
    expect([answer.status, answer.body.code]).toEqual([404, 'SBOM_NOT_FOUND'])
  })
})

describe('many at once, and for operators', () => {
  it('POST /verdicts streams one line for each reference, problems among them', async () => {
    const references = [`${demo}:v1`, `${demo}:no-such-tag`, 'not a reference', `${demo}:nightly`, `${demo}:v1`]
    const lines = await api.verdicts(references)
    expect(lines.map((line) => line.reference).sort()).toEqual([...references].sort())
    const of = (one: string) => lines.find((line) => line.reference === one)
    expect(of(`${demo}:v1`)?.verdict?.state).toBe('verified')
    expect(of(`${demo}:nightly`)?.verdict?.state).toBe('invalid')
    expect(of(`${demo}:no-such-tag`)?.problem?.code).toBe('IMAGE_NOT_FOUND')
    expect(of('not a reference')?.problem?.code).toBe('REFERENCE_INVALID')
    const byRules = await api.verdicts([`${demo}:v1`], { keys: [] })
    expect(byRules[0]?.verdict?.state).toBe('untrusted')
  })

  it('POST /verdicts is NDJSON and refuses 501 references', async () => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' } }
    const answer = await fetch(`${product.url}/api/v1/verdicts`, {
      ...init,
      body: JSON.stringify({ references: [`${demo}:v1`] }),
    })
    expect(answer.headers.get('content-type')).toMatch(/^application\/x-ndjson/)
    await answer.text()
    const many = await api.post('/verdicts', { references: Array.from({ length: 501 }, () => `${demo}:v1`) })
    expect([many.status, many.body.code]).toEqual([400, 'REQUEST_INVALID'])
  })

  it('list, detail, verify and badge agree', async () => {
    for (const tag of ['v1', 'v0', 'nightly', 'latest', 'edge']) {
      const one = `${demo}:${tag}`
      const { state } = await verdictOf(one)
      const [line] = await api.verdicts([one])
      const verify = await api.verify({ reference: one, keys: [{ pem: workshopKey }] })
      const badge = await fetch(`${product.url}/badge.svg?reference=${one}`)
      expect([line?.verdict?.state, verify.body.state]).toEqual([state, state])
      expect(badge.headers.get('content-type')).toMatch(/^image\/svg\+xml/)
      expect(await badge.text()).not.toMatch(/<script/i)
      expect(badge.headers.get('cache-control')).toMatch(/max-age=60|no-store/)
    }
  })

  it('health, version, metrics and the OpenAPI document answer', async () => {
    expect((await api.get('/health/live')).status).toBe(200)
    expect((await api.get('/health/ready')).status).toBe(200)
    expect((await api.get<{ version: string }>('/version')).body.version).toMatch(/^\d+\.\d+\.\d+/)
    expect((await api.get<string>('/metrics')).body).toMatch(/^# /m)
    const openapi = await api.get<{ openapi: string; paths: Record<string, unknown> }>('/openapi.json')
    expect(openapi.body.openapi).toMatch(/^3\.1/)
    const paths = Object.keys(openapi.body.paths).join('\n')
    for (const path of [
      '/verify',
      '/verdict',
      '/verdicts',
      '/registries',
      '/repositories',
      '/tags',
      '/image',
      '/discovery',
      '/attestations',
      '/sbom',
      '/sbom/packages',
      '/sbom/relationships',
      '/keys',
      '/rules',
    ])
      expect(paths).toContain(path)
  })
})
