import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import type { Problem } from '#lib/api/contract/common.ts'
import type { TrustedRootDto } from '#lib/api/contract/trusted-roots.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { startTufRepository, type TufRepository } from '#lib/testing/tuf-repository.ts'

const image = 'sample.layout/workshop/by-identity:v1.0.0'
const identity = {
  issuer: 'https://token.workshop.example',
  subject: 'https://git.workshop.example/birds/kingfisher/.github/workflows/release.yml@refs/tags/v1.0.0',
}

let document: string
let product: Product
let api: Api
beforeAll(async () => {
  document = await readFile(join(import.meta.dirname, '../../public/samples/trusted_root.json'), 'utf8')
  product = await startProduct()
  api = apiOf(product.url)
})
afterAll(() => product?.stop())

type List = { readonly items: TrustedRootDto[]; readonly next: string | null }
const listRoots = async (from = api) => (await from.get<List>('/trusted-roots')).body.items
const findRoot = async (name: string) => (await listRoots()).find((root) => root.name === name)
const outcomeOf = async (request: Promise<{ status: number; body: Problem }>) => {
  const { status, body } = await request
  return [status, body.code]
}

describe('trusted roots', () => {
  it('of the public-good instance and of GitHub are built in, and in use offline', async () => {
    const [publicGood, github] = await listRoots()
    expect(publicGood).toMatchObject({ id: 'sigstore-public-good', origin: 'built-in', readOnly: true, inUse: true })
    expect(publicGood?.ageSeconds).toBeGreaterThan(0)
    expect(publicGood?.authorities.map(({ kind }) => kind)).toContain('timestamp-authority')
    expect(publicGood?.logs.map(({ origin }) => origin)).toContain('rekor.sigstore.dev')
    expect(github).toMatchObject({ id: 'github', origin: 'built-in', readOnly: true, inUse: true, logs: [] })
    expect(github?.authorities.map(({ kind }) => kind)).toContain('timestamp-authority')
  })

  it('of a private instance are added by their document, once, and prove who signed from then on', async () => {
    const unknown = (await api.get<VerdictDto>('/verdict', { reference: image })).body
    expect(unknown.sentence).toContain('no authority that you know')
    const added = await api.post<TrustedRootDto>('/trusted-roots', { name: 'Workshop', document: JSON.parse(document) })
    expect([added.status, added.body.inUse, added.body.rules]).toEqual([201, true, []])
    const again = await api.post<TrustedRootDto>('/trusted-roots', { name: 'Other', document: JSON.parse(document) })
    expect([again.status, again.body.name]).toEqual([200, 'Workshop'])
    const known = (await api.get<VerdictDto>('/verdict', { reference: image })).body
    expect(known.signatures[0]?.signer).toMatchObject({ kind: 'identity', ...identity })
    expect((await api.verify({ reference: image, identities: [identity] })).body.state).toBe('verified')
  })

  it('are given as they are', async () => {
    const root = await findRoot('Workshop')
    const answer = await api.get<object>(`/trusted-roots/${root?.id}/document`)
    expect(answer.headers.get('content-disposition')).toContain('Workshop-trusted_root.json')
    expect(answer.body).toEqual(JSON.parse(document))
  })

  it('a rule may name one, and must be one that is there', async () => {
    const root = await findRoot('Workshop')
    const ruleOf = (trustedRoot: string | undefined) => ({
      repositories: ['**'],
      signer: { kind: 'identity', ...identity, trustedRoot },
      requireTransparencyLog: true,
    })
    expect(await outcomeOf(api.post('/rules', ruleOf('gone')))).toEqual([404, 'TRUST_ROOT_NOT_FOUND'])
    const other = await api.post<{ id: string }>('/rules', ruleOf('sigstore-public-good'))
    expect((await api.get<VerdictDto>('/verdict', { reference: image })).body.state).toBe('untrusted')
    await api.delete(`/rules/${other.body.id}`)
    const rule = await api.post<{ id: string }>('/rules', ruleOf(root?.id))
    expect((await api.get<VerdictDto>('/verdict', { reference: image })).body.state).toBe('verified')
    expect((await findRoot('Workshop'))?.rules).toEqual([rule.body.id])
  })

  it('with a root in the request, no other counts', async () => {
    type Root = Record<string, unknown>
    const publicGood = (await api.get<Root>('/trusted-roots/sigstore-public-good/document')).body
    const judge = (trustedRoot: Root) => api.verify({ reference: image, identities: [identity], trustedRoot })
    expect((await judge(publicGood)).body.state).toBe('untrusted')
    expect((await judge(JSON.parse(document) as Root)).body.state).toBe('verified')
  })

  it('can be renamed and removed where they were added, and nowhere else', async () => {
    const root = await findRoot('Workshop')
    const taken = api.patch(`/trusted-roots/${root?.id}`, { name: 'GitHub' })
    expect(await outcomeOf(taken)).toEqual([409, 'TRUST_ROOT_EXISTS'])
    expect((await api.patch(`/trusted-roots/${root?.id}`, { name: 'Birds' })).status).toBe(200)
    expect((await api.delete(`/trusted-roots/${root?.id}`)).status).toBe(204)
    // The rule that named it trusts nobody now: it does not become one for any root.
    expect((await api.get<VerdictDto>('/verdict', { reference: image })).body.state).toBe('untrusted')
    expect(await outcomeOf(api.delete(`/trusted-roots/${root?.id}`))).toEqual([404, 'TRUST_ROOT_NOT_FOUND'])
    expect(await outcomeOf(api.delete('/trusted-roots/github'))).toEqual([400, 'REQUEST_INVALID'])
    expect(await outcomeOf(api.patch('/trusted-roots/github', { name: 'x' }))).toEqual([400, 'REQUEST_INVALID'])
  })

  const over = (): string => {
    const window = { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' }
    return JSON.stringify(JSON.parse(document), (name, value: unknown) => (name === 'validFor' ? window : value))
  }
  it.each([
    ['an empty file', () => '', 400, 'TRUST_ROOT_EMPTY'],
    ['a root of nobody', () => JSON.stringify({ mediaType: JSON.parse(document).mediaType }), 400, 'TRUST_ROOT_EMPTY'],
    ['no JSON', () => '{', 400, 'TRUST_ROOT_INVALID'],
    ['a bundle', () => ({ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' }), 400, 'TRUST_ROOT_WRONG_TYPE'],
    ['one that is over', over, 422, 'TRUST_ROOT_EXPIRED'],
    ['a private key', () => '-----BEGIN PRIVATE KEY-----', 400, 'KEY_PRIVATE'],
  ])('refuses %s', async (_, make, status, code) => {
    expect(await outcomeOf(api.post('/trusted-roots', { name: 'Bad', document: make() }))).toEqual([status, code])
    expect(await findRoot('Bad')).toBeUndefined()
  })

  it.each<[string, object]>([
    ['without a name', { document: {} }],
    ['with a name alone', { name: 'x' }],
    ['with a document and a mirror', { name: 'x', document: {}, tuf: { mirror: 'https://tuf.example', root: {} } }],
    ['with a field that is unknown', { name: 'x', document: {}, surprise: 1 }],
  ])('refuses a request %s', async (_, body) => {
    expect(await outcomeOf(api.post('/trusted-roots', body))).toEqual([400, 'REQUEST_INVALID'])
  })
})

describe('trusted roots of a mirror', () => {
  let repository: TufRepository
  beforeAll(async () => {
    repository = await startTufRepository(document)
  })
  afterAll(() => repository?.close())

  it('are fetched, renewed, and kept when the mirror fails', async () => {
    const root = repository.publish()
    repository.publish({ version: 2 })
    const add = (mirror: string) =>
      api.post<TrustedRootDto>('/trusted-roots', { name: 'Mirrored', tuf: { mirror, root } })
    expect((await add('http://169.254.169.254')).body).toMatchObject({ code: 'REGISTRY_ADDRESS_REFUSED' })
    const added = await add(repository.url)
    expect([added.status, added.body.mirror, added.body.inUse]).toEqual([201, repository.url, true])
    const refresh = () => api.post<TrustedRootDto & Problem>(`/trusted-roots/${added.body.id}/refresh`, {})
    expect((await refresh()).status).toBe(200)
    repository.publish({ version: 1 })
    expect((await refresh()).body.code).toBe('TRUST_ROOT_ROLLBACK')
    const kept = await findRoot('Mirrored')
    expect([kept?.inUse, kept?.problems[0]?.code]).toEqual([true, 'TRUST_ROOT_ROLLBACK'])
    expect(await outcomeOf(api.post('/trusted-roots/github/refresh', {}))).toEqual([502, 'TRUST_ROOT_UNREACHABLE'])
  })
})

describe('trusted roots of the configuration', () => {
  it('are in use from the start, and cannot be changed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'touchstone-roots-'))
    const file = join(folder, 'trusted_root.json')
    await writeFile(file, document)
    const config = `trustedRoots:\n  - { name: Configured, file: ${file} }\nrefreshTrustedRoots: false\n`
    const configured = await startProduct({ config })
    const own = apiOf(configured.url)
    const root = (await listRoots(own)).find(({ name }) => name === 'Configured')
    expect(root).toMatchObject({ origin: 'configuration', readOnly: true, inUse: true, mirror: null })
    expect((await own.verify({ reference: image, identities: [identity] })).body.state).toBe('verified')
    expect(await outcomeOf(own.delete(`/trusted-roots/${root?.id}`))).toEqual([400, 'REQUEST_INVALID'])
    await configured.stop()
    await rm(folder, { recursive: true, force: true })
  })
})
