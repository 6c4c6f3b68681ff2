import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apiOf } from '#e2e/api-client.ts'
import { demo, states, workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import type { RecheckDto } from '#lib/api/contract/verdict.ts'

let product: Product
beforeAll(async () => {
  product = await startProduct()
  await apiOf(product.url).post('/keys', {
    pem: workshopKey,
    name: 'Workshop',
    trust: { repositories: ['workshop/*'] },
  })
})
afterAll(() => product?.stop())

const ask = (query: string) => fetch(`${product.url}/api/v1/evidence-bundle?${query}`)
const send = (body: BodyInit, type = 'application/zip', headers: Record<string, string> = {}) =>
  fetch(`${product.url}/api/v1/evidence-bundle`, {
    method: 'POST',
    body,
    headers: { 'content-type': type, ...headers },
  })
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code]

describe('/evidence-bundle', () => {
  it.each([
    [`${demo}:v1`, 'verified'],
    [`${demo}:nightly`, 'invalid'],
    [`${demo}:latest`, 'unsigned'],
    [`${demo}:edge`, 'undetermined'],
    [`${states}:platforms&platform=linux/arm64`, 'untrusted'],
    [`${states}:index-signed&platform=linux/arm64`, 'unsigned'],
  ])('of %s is judged the same again: %s', async (query, state) => {
    const response = await ask(`reference=${query}`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/zip')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const again = await send(await response.arrayBuffer())
    expect(await again.json()).toMatchObject({ same: true, differences: [], verdict: { state } })
  })

  it('says what it was judged by', async () => {
    const again = await send(await (await ask(`reference=${demo}:v1`)).arrayBuffer())
    const { madeFrom } = (await again.json()) as RecheckDto
    expect(madeFrom).toMatchObject({
      rules: [{ repositories: ['workshop/*'] }],
      keys: [{ name: 'Workshop', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/), isKnown: true }],
      authorities: [],
    })
  })

  it('refuses what is no bundle, and believes nothing of a changed one', async () => {
    expect(await codeOf(await send('PK'))).toEqual([422, 'EVIDENCE_BUNDLE_INVALID'])
    const bytes = new Uint8Array(await (await ask(`reference=${demo}:v1`)).arrayBuffer())
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    expect(await codeOf(await send(bytes))).toEqual([422, 'EVIDENCE_BUNDLE_INVALID'])
  })

  it('refuses another type, another origin, more than is read, unknown parameters and other methods', async () => {
    expect(await codeOf(await send('{}', 'application/json'))).toEqual([400, 'REQUEST_INVALID'])
    expect(await codeOf(await send('PK', 'text/plain'))).toEqual([400, 'REQUEST_INVALID'])
    const foreign = await send('PK', 'application/zip', { origin: 'https://elsewhere.example' })
    expect(await codeOf(foreign)).toEqual([403, 'REQUEST_FORBIDDEN'])
    expect(await codeOf(await send(new Uint8Array(97 * 1024 * 1024)))).toEqual([413, 'REQUEST_TOO_LARGE'])
    expect(await codeOf(await ask(`reference=${demo}:v1&format=tar`))).toEqual([400, 'REQUEST_INVALID'])
    expect(await codeOf(await ask(`reference=${demo}:no-such-tag`))).toEqual([404, 'IMAGE_NOT_FOUND'])
    const removed = await fetch(`${product.url}/api/v1/evidence-bundle`, { method: 'DELETE' })
    expect(await codeOf(removed)).toEqual([405, 'METHOD_NOT_ALLOWED'])
  })
})
