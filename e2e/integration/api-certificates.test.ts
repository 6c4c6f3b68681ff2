import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { type NotaryLayout, writeNotaryLayout } from '#e2e/fixtures/notary-layout.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import type { CertificateDto } from '#lib/api/contract/certificates.ts'
import type { RuleDto } from '#lib/api/contract/trust.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'

type List = { readonly items: CertificateDto[]; readonly next: string | null }

let product: Product
let api: Api
let folder: string
let notary: NotaryLayout
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'touchstone-notary-'))
  notary = await writeNotaryLayout(folder)
  product = await startProduct()
  api = apiOf(product.url)
  const added = await api.post('/registries', { kind: 'layout', name: 'notary', path: folder })
  expect(added.status, JSON.stringify(added.body)).toBe(201)
})
afterAll(async () => {
  await product?.stop()
  await rm(folder, { recursive: true, force: true })
})

const at = (tag: string) => `notary.layout/signed:${tag}`
const stateOf = async (tag: string) => (await api.get<VerdictDto>('/verdict', { reference: at(tag) })).body.state
const subject = 'C=US, ST=WA, O=Workshop, CN=release'

describe('certificates', () => {
  it('of a request verify Notary Project signatures, and keep nothing', async () => {
    const verify = async (tag: string, certificates: { pem: string; subject?: string }[]) =>
      (await api.verify({ reference: at(tag), certificates })).body
    expect((await verify('jws', [{ pem: notary.authority, subject }])).state).toBe('verified')
    expect((await verify('cose', [{ pem: notary.authority }])).state).toBe('verified')
    expect((await verify('jws', [{ pem: notary.authority, subject: 'CN=relea' }])).state).toBe('untrusted')
    expect((await verify('jws', [{ pem: notary.timeAuthority }])).state).toBe('untrusted')
    expect((await verify('jws', [])).state).toBe('untrusted')
    expect((await verify('stamped', [{ pem: notary.authority }])).state).toBe('untrusted')
    expect((await verify('stamped', [{ pem: `${notary.authority}${notary.timeAuthority}` }])).state).toBe('verified')
    expect((await verify('jws', [{ pem: notary.authority, subject: 'nobody' }])).code).toBe('REQUEST_INVALID')
    expect((await api.get<List>('/certificates')).body.items).toEqual([])
  })

  it('are put on the shelf with a rule, and decide from then on', async () => {
    expect(await stateOf('jws')).toBe('untrusted')
    const trust = { repositories: ['notary.layout/**'], subject }
    const added = await api.post<List>('/certificates', { pem: notary.authority, name: 'Workshop', trust })
    expect(added.status).toBe(201)
    expect(added.body.items).toMatchObject([
      { name: 'Workshop', stores: ['ca'], state: 'active', warning: null, subject: expect.stringContaining('root') },
    ])
    expect(await stateOf('jws')).toBe('verified')
    expect(await stateOf('stamped')).toBe('untrusted')
    const again = await api.post<List>('/certificates', { pem: notary.authority, trust })
    expect([again.status, again.body.items[0]?.rules]).toEqual([200, added.body.items[0]?.rules])
    expect((await api.post('/certificates', { pem: notary.timeAuthority, stores: ['tsa'] })).status).toBe(201)
    expect(await stateOf('stamped')).toBe('verified')
  })

  it('say what they are trusted for, and whether they still are', async () => {
    const [authority] = (await api.get<List>('/certificates')).body.items
    if (authority === undefined) throw new TypeError('There is one.')
    const path = `/certificates/${authority.fingerprint}`
    expect((await api.patch<CertificateDto>(path, { stores: ['signingAuthority'] })).body.stores).toEqual([
      'signingAuthority',
    ])
    expect(await stateOf('jws')).toBe('untrusted')
    await api.patch(path, { stores: ['ca'], state: 'compromised' })
    expect(await stateOf('jws')).toBe('untrusted')
    await api.patch(path, { state: 'retired' })
    expect(await stateOf('jws')).toBe('verified')
    expect((await api.patch(path, { stores: [] })).body.code).toBe('REQUEST_INVALID')
  })

  it('are removed with their rules', async () => {
    const { items } = (await api.get<List>('/certificates')).body
    const fingerprint = items[0]?.fingerprint ?? ''
    const signer = { kind: 'certificate', fingerprint, subject: 'nobody' }
    expect((await api.post('/rules', { repositories: ['**'], signer })).body.code).toBe('RULE_INVALID')
    expect((await api.delete(`/certificates/${fingerprint}`)).status).toBe(204)
    expect((await api.get<{ items: RuleDto[] }>('/rules')).body.items).toEqual([])
    expect((await api.get(`/certificates/${fingerprint}`)).body.code).toBe('CERTIFICATE_NOT_FOUND')
    const rule = { repositories: ['**'], signer: { kind: 'certificate', fingerprint } }
    expect((await api.post('/rules', rule)).body.code).toBe('CERTIFICATE_NOT_FOUND')
    expect(await stateOf('jws')).toBe('untrusted')
  })

  it('that are none, or could never be led to, are refused by name', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const secret = createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const codeOf = async (pem: string) => (await api.post('/certificates', { pem })).body.code
    expect(await codeOf(secret.export({ type: 'sec1', format: 'pem' }).toString())).toBe('KEY_PRIVATE')
    expect(await codeOf(publicKey.export({ type: 'spki', format: 'pem' }).toString())).toBe('KEY_INVALID')
    expect(await codeOf('')).toBe('KEY_INVALID')
    expect(await codeOf(notary.signer)).toBe('CERTIFICATE_UNSUITABLE')
  })
})
