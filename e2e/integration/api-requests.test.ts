import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Api, apiOf } from '#e2e/api-client.ts'
import { demo, workshopKey } from '#e2e/fixtures/sample-keys.ts'
import { type Product, startProduct } from '#e2e/product.ts'
import { rawRequest } from '#e2e/raw-request.ts'

let product: Product
let api: Api
beforeAll(async () => {
  product = await startProduct()
  api = apiOf(product.url)
})
afterAll(() => product?.stop())

const reference = `${demo}:v1`
const json = { 'content-type': 'application/json' }

describe('requests are strict', () => {
  const strays = [
    ['/verdict', { reference }],
    ['/tags', { repository: demo }],
    ['/image', { reference }],
    ['/discovery', { reference }],
    ['/attestations', { reference }],
    ['/sbom', { reference }],
    ['/sbom/packages', { reference }],
    ['/sbom/relationships', { reference, id: 'x' }],
    ['/sbom/document', { reference }],
    ['/repositories', {}],
    ['/registries', {}],
    ['/keys', {}],
    ['/rules', {}],
  ] as const
  it.each(strays)('%s refuses an unknown parameter', async (path, query) => {
    const answer = await api.get(path, { ...query, surprise: 'x' })
    expect([answer.status, answer.body.code]).toEqual([400, 'REQUEST_INVALID'])
    expect(answer.body.detail).toContain('surprise')
  })

  it.each([
    ['/verify', { reference, surprise: 1 }],
    ['/verify', { reference, keys: [{ pem: workshopKey, surprise: 1 }] }],
    ['/verdicts', { references: [reference], surprise: 1 }],
    ['/verdicts', { references: [reference], rules: { surprise: 1 } }],
    ['/keys', { pem: workshopKey, surprise: 1 }],
    ['/rules', { surprise: 1 }],
    ['/registries', { kind: 'registry', host: 'registry.example.com', surprise: 1 }],
  ])('POST %s refuses an unknown field', async (path, body) => {
    const answer = await api.post(path, body)
    expect([answer.status, answer.body.code]).toEqual([400, 'REQUEST_INVALID'])
  })

  it.each([
    ['/tags', { repository: demo, limit: '0' }],
    ['/tags', { repository: demo, limit: '1001' }],
    ['/tags', { repository: demo, limit: '1e2' }],
    ['/tags', { repository: demo, helpers: 'yes' }],
    ['/sbom/packages', { reference, sort: 'colour' }],
    ['/sbom/document', { reference, format: 'pdf' }],
    ['/sbom/relationships', { reference }],
    ['/sbom/relationships', { reference, id: 'x', relation: 'likes' }],
    ['/verdict', {}],
    ['/tags', {}],
  ])('%s refuses %j', async (path, query) => {
    const answer = await api.get(path, query as Record<string, string>)
    expect([answer.status, answer.body.code]).toEqual([400, 'REQUEST_INVALID'])
  })

  it('a parameter given twice is refused', async () => {
    const answer = await fetch(`${product.url}/api/v1/verdict?reference=${reference}&reference=${reference}`)
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([400, 'REQUEST_INVALID'])
  })

  it('a body that is not announced as JSON, is no JSON, or is too large is refused', async () => {
    const send = async (headers: Record<string, string>, body: string) => {
      const answer = await fetch(`${product.url}/api/v1/verify`, { method: 'POST', headers, body })
      return [answer.status, ((await answer.json()) as { code: string }).code]
    }
    const good = JSON.stringify({ reference })
    expect(await send({ 'content-type': 'text/plain' }, good)).toEqual([400, 'REQUEST_INVALID'])
    expect(await send({ 'content-type': 'application/x-www-form-urlencoded' }, good)).toEqual([400, 'REQUEST_INVALID'])
    expect(await send(json, '{"reference":')).toEqual([400, 'REQUEST_INVALID'])
    expect(await send(json, JSON.stringify({ reference, keys: [{ pem: 'x'.repeat(13 * 1024 * 1024) }] }))).toEqual([
      413,
      'REQUEST_TOO_LARGE',
    ])
  })

  it.each([
    '',
    ' ',
    'registry.example.com/UPPER/case:v1',
    'host/repo:tag:tag',
    'repo@sha256:1234',
    'a'.repeat(1025),
    'host/../etc:v1',
    'repo:v1?x=1',
    'repo%2f:v1',
  ])('the reference %j is refused', async (text) => {
    const { status, body } = await api.verify({ reference: text })
    expect(status).toBe(400)
    expect(['REFERENCE_INVALID', 'REQUEST_INVALID']).toContain(body.code)
  })

  it('an unknown endpoint is a problem, not a page', async () => {
    const answer = await api.get('/no-such-thing')
    expect([answer.status, answer.body.code]).toEqual([404, 'NOT_FOUND'])
    expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
  })

  it('a problem has every member of the contract, and its type is a page that exists', async () => {
    const { body, headers } = await api.verify({ reference: 'registry.example.com/UPPER/case' })
    expect(headers.get('content-type')).toMatch(/^application\/problem\+json/)
    expect(body).toMatchObject({ status: 400, code: 'REFERENCE_INVALID', instance: '/api/v1/verify' })
    for (const member of ['type', 'title', 'detail', 'remedy'] as const) expect(body[member]).toBeTruthy()
    const page = await fetch(new URL(body.type, product.url))
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('REFERENCE_INVALID')
  })
})

describe('W: requests from elsewhere are refused', () => {
  const verify = (headers: Record<string, string>) =>
    rawRequest(`${product.url}/api/v1/verify`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: JSON.stringify({ reference }),
    })
  const port = () => new URL(product.url).port

  it.each([
    'evil.example',
    'evil.example:3000',
    '127.0.0.1.evil.example',
    '127.0.0.1:1',
    'localhost:1',
    '169.254.169.254',
  ])('Host %s', async (host) => {
    const posted = await verify({ host })
    const read = await rawRequest(`${product.url}/api/v1/registries`, { headers: { host } })
    expect([posted.status, read.status]).toEqual([403, 403])
    expect(JSON.parse(read.text).code).toBe('REQUEST_FORBIDDEN')
  })

  it.each(['localhost', '127.0.0.1', '[::1]'])('Host %s with the port is this server', async (name) => {
    expect((await verify({ host: `${name}:${port()}` })).status).toBe(200)
  })

  it.each(['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://localhost.evil.example'])(
    'Origin %s',
    async (origin) => {
      const answer = await verify({ origin })
      expect([answer.status, JSON.parse(answer.text).code]).toEqual([403, 'REQUEST_FORBIDDEN'])
    },
  )

  it('its own Origin and no Origin at all are accepted', async () => {
    expect((await verify({ origin: product.url })).status).toBe(200)
    expect((await verify({})).status).toBe(200)
  })

  it('an address whose escapes stand for nothing is refused, not a fault', async () => {
    const page = await rawRequest(`${product.url}/images/%E0%A4%A`)
    expect(page.status).toBe(400)
    expect(page.text).toContain('REQUEST_INVALID')
    for (const path of ['/api/v1/%zz', '/api/v1/keys/%E0%A4%A']) {
      const answer = await rawRequest(product.url + path)
      expect([path, answer.status, JSON.parse(answer.text).code]).toEqual([path, 400, 'REQUEST_INVALID'])
    }
    const escaped = await rawRequest(`${product.url}/api/v1/keys/%66${'f'.repeat(63)}`)
    expect(JSON.parse(escaped.text).code).toBe('KEY_NOT_FOUND')
  })

  it('a page is not served under a foreign Host either', async () => {
    const page = await rawRequest(`${product.url}/`, { headers: { host: 'evil.example' } })
    expect(page.status).toBeGreaterThanOrEqual(400)
  })
})

describe('methods', () => {
  const every = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
  const fill = (path: string): string =>
    path
      .replace('{fingerprint}', 'f'.repeat(64))
      .replace('{digest}', `sha256:${'0'.repeat(64)}`)
      .replace('{id}', 'none')

  it('each address refuses those that it does not have with a problem and Allow, and lists its own for OPTIONS', async () => {
    const { body } = await api.get<{ paths: Record<string, Record<string, unknown>> }>('/openapi.json')
    expect(Object.keys(body.paths)).toContain('/badge.svg')
    for (const [path, item] of Object.entries(body.paths)) {
      const url = `${product.url}${'servers' in item ? '' : '/api/v1'}${fill(path)}`
      const own = every.filter((method) => method.toLowerCase() in item)
      const allow = [...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort().join(', ')
      for (const method of every.filter((one) => !own.includes(one))) {
        const answer = await fetch(url, { method })
        expect([path, method, answer.status]).toEqual([path, method, 405])
        expect(answer.headers.get('allow')).toBe(allow)
        expect(answer.headers.get('content-type')).toBe('application/problem+json')
        expect(await answer.json()).toMatchObject({ status: 405, code: 'METHOD_NOT_ALLOWED', context: { allow } })
      }
      const options = await fetch(url, { method: 'OPTIONS' })
      expect([path, options.status, options.headers.get('allow')]).toEqual([path, 204, allow])
    }
  })

  it('HEAD is GET without its body', async () => {
    const answer = await fetch(`${product.url}/api/v1/version`, { method: 'HEAD' })
    expect([answer.status, await answer.text()]).toEqual([200, ''])
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    const refused = await fetch(`${product.url}/api/v1/verify`, { method: 'HEAD' })
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'OPTIONS, POST'])
  })

  it.each(['/api', '/api/v1', '/api/v2/tags', '/api/v1/nothing/here'])(
    '%s is a problem for every method',
    async (path) => {
      for (const method of [...every, 'OPTIONS']) {
        const answer = await fetch(product.url + path, { method })
        expect([method, answer.status]).toEqual([method, 404])
        expect(await answer.json()).toMatchObject({ code: 'NOT_FOUND' })
      }
    },
  )

  it('W-03 no address of the API answers under a foreign Host, not even the probe of the process', async () => {
    const headers = { host: 'rebound.test' }
    for (const path of [
      '/api/v1/health/live',
      '/api/v1/health/ready',
      '/api/v1/metrics',
      '/api/v1/version',
      '/badge.svg',
    ]) {
      const answer = await rawRequest(product.url + path, { headers })
      expect([path, answer.status]).toEqual([path, 403])
      expect(JSON.parse(answer.text)).toMatchObject({ code: 'REQUEST_FORBIDDEN' })
    }
  })
})
