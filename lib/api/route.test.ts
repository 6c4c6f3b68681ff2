import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { AppError } from '#lib/errors/app-error.ts'
import type { Runtime } from '#lib/runtime/runtime.ts'
import { endOpenWork } from '#lib/runtime/shutdown.ts'
import { answer } from './answer.ts'
import { route } from './route.ts'

const holder = globalThis as typeof globalThis & {
  touchstoneRuntime?: Promise<Runtime> | undefined
  touchstoneShutdown?: AbortController | undefined
}
const logged: unknown[] = []

beforeEach(() => {
  logged.length = 0
  const config = { baseUrl: null, listen: { host: '127.0.0.1', port: 3000, loopbackOnly: true } }
  const log = { error: (...line: unknown[]) => logged.push(line) }
  const runtime = { config, log, sources: {}, metrics: { countAnswer() {} } }
  holder.touchstoneRuntime = Promise.resolve(runtime as unknown as Runtime)
})
afterEach(() => {
  holder.touchstoneRuntime = undefined
  holder.touchstoneShutdown = undefined
})

const context = { params: Promise.resolve({}) }
const ask = (handler: ReturnType<typeof route>, path = '/api/v1/x', init: RequestInit = {}) =>
  handler(
    new Request(`http://127.0.0.1:3000${path}`, { ...init, headers: { host: '127.0.0.1:3000', ...init.headers } }),
    context,
  )
const post = (body: string | ReadableStream, headers: Record<string, string> = {}) =>
  ({ method: 'POST', body, duplex: 'half', headers: { 'content-type': 'application/json', ...headers } }) as RequestInit

const echo = route({ query: z.strictObject({ a: z.string().optional() }), handle: ({ query }) => answer(query) })
const store = route({ body: z.strictObject({ a: z.number() }), maxBodyBytes: 100, handle: ({ body }) => answer(body) })
const codeOf = async (response: Response) => [response.status, ((await response.json()) as { code: string }).code]

describe('route', () => {
  it('answers what it was asked, and nobody keeps it', async () => {
    const response = await ask(echo, '/api/v1/x?a=1')
    expect(await response.json()).toEqual({ a: '1' })
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('refuses parameters that are unknown or given twice', async () => {
    expect(await codeOf(await ask(echo, '/api/v1/x?b=1'))).toEqual([400, 'REQUEST_INVALID'])
    expect(await codeOf(await ask(echo, '/api/v1/x?a=1&a=2'))).toEqual([400, 'REQUEST_INVALID'])
    expect(await codeOf(await ask(store, '/api/v1/x?a=1', post('{"a":1}')))).toEqual([400, 'REQUEST_INVALID'])
  })

  it('W-03 refuses a Host that is not its own', async () => {
    expect(await codeOf(await ask(echo, '/api/v1/x', { headers: { host: 'rebound.test:3000' } }))).toEqual([
      403,
      'REQUEST_FORBIDDEN',
    ])
  })

  it('W-05 refuses a change that a foreign page sends, and takes one without an Origin', async () => {
    const foreign = post('{"a":1}', { origin: 'http://evil.test' })
    expect(await codeOf(await ask(store, '/api/v1/x', foreign))).toEqual([403, 'REQUEST_FORBIDDEN'])
    expect((await ask(store, '/api/v1/x', post('{"a":1}'))).status).toBe(200)
    expect((await ask(store, '/api/v1/x', post('{"a":1}', { origin: 'http://localhost:3000' }))).status).toBe(200)
  })

  it('W-05 refuses bodies that a form could send', async () => {
    expect(await codeOf(await ask(store, '/api/v1/x', post('{"a":1}', { 'content-type': 'text/plain' })))).toEqual([
      400,
      'REQUEST_INVALID',
    ])
  })

  it('counts the bytes of a body whatever its length says', async () => {
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(60).fill(32)) })
    expect(await codeOf(await ask(store, '/api/v1/x', post(endless)))).toEqual([413, 'REQUEST_TOO_LARGE'])
  })

  it('names an unknown field and never its value', async () => {
    const response = await ask(store, '/api/v1/x', post('{"a":1,"password":"hunter2"}'))
    const text = await response.text()
    expect(text).toContain('password')
    expect(text).not.toContain('hunter2')
  })

  it('W-12 tells a stranger nothing about a fault, and the log everything', async () => {
    const broken = route({
      handle: () => {
        throw new TypeError('secret path /srv/private')
      },
    })
    const text = await (await ask(broken)).text()
    expect(text).toContain('INTERNAL')
    expect(text).not.toContain('/srv/private')
    expect(logged).toHaveLength(1)
  })

  it('hands on how long a registry wants us to wait', async () => {
    const limited = route({
      handle: () => {
        throw new AppError('REGISTRY_RATE_LIMITED', 'Later.', { context: { retryAfterSeconds: 40 } })
      },
    })
    expect((await ask(limited)).headers.get('retry-after')).toBe('40')
  })

  it('says so when the client went away', async () => {
    const gone = new AbortController()
    const slow = route({
      handle: () => {
        gone.abort()
        throw new DOMException('aborted', 'AbortError')
      },
    })
    const response = await ask(slow, '/api/v1/x', { signal: gone.signal })
    expect(((await response.json()) as { code: string }).code).toBe('REQUEST_CANCELLED')
  })

  it('H-01 says that the server stops to who still waits, not that nobody does', async () => {
    const slow = route({
      handle: ({ signal }) => {
        endOpenWork()
        throw new AppError('REQUEST_CANCELLED', 'Nobody waits for this answer any more.', { cause: signal.reason })
      },
    })
    expect(await codeOf(await ask(slow))).toEqual([503, 'SERVER_STOPPING'])
    expect(await codeOf(await ask(echo, '/api/v1/x?b=1'))).toEqual([400, 'REQUEST_INVALID'])
  })
})
