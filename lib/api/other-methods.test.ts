import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Runtime } from '#lib/runtime/runtime.ts'
import { otherMethods } from './other-methods.ts'

const holder = globalThis as typeof globalThis & { touchstoneRuntime?: Promise<Runtime> | undefined }

beforeEach(() => {
  const config = { baseUrl: null, listen: { host: '127.0.0.1', port: 3000, loopbackOnly: true } }
  const runtime = { config, log: {}, sources: {}, metrics: { countAnswer() {} } }
  holder.touchstoneRuntime = Promise.resolve(runtime as unknown as Runtime)
})
afterEach(() => {
  holder.touchstoneRuntime = undefined
})

const ask = (handler: ReturnType<typeof otherMethods>['PUT'], method: string, host = '127.0.0.1:3000') =>
  handler(new Request('http://127.0.0.1:3000/api/v1/x?y=1', { method, headers: { host } }), {
    params: Promise.resolve({}),
  })

describe('otherMethods', () => {
  it('refuses a method that an address does not have, and says which it has', async () => {
    const response = await ask(otherMethods('GET', 'POST').PUT, 'PUT')
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('GET, HEAD, OPTIONS, POST')
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      code: 'METHOD_NOT_ALLOWED',
      type: '/docs/errors/METHOD_NOT_ALLOWED',
      detail: expect.stringContaining('PUT'),
    })
  })

  it('answers OPTIONS with the methods that there are', async () => {
    const response = await ask(otherMethods('POST').OPTIONS, 'OPTIONS')
    expect([response.status, response.headers.get('allow')]).toEqual([204, 'OPTIONS, POST'])
    expect(response.headers.get('access-control-allow-origin')).toBeNull()
  })

  it('W-03 refuses a foreign Host before anything else', async () => {
    const { OPTIONS, PUT } = otherMethods('GET')
    expect((await ask(PUT, 'PUT', 'rebound.test')).status).toBe(403)
    expect((await ask(OPTIONS, 'OPTIONS', 'rebound.test')).status).toBe(403)
  })

  it('leaves HEAD to GET where there is one', () => {
    expect(Object.keys(otherMethods('GET')).sort()).toEqual(['DELETE', 'OPTIONS', 'PATCH', 'POST', 'PUT'])
    expect(Object.keys(otherMethods('POST'))).toContain('HEAD')
  })
})

const app = join(import.meta.dirname, '../../app')

describe('every address answers every method', () => {
  it.each(globSync(['api/v1/**/route.ts', 'badge.svg/route.ts'], { cwd: app }))('%s', (file) => {
    const text = readFileSync(join(app, file), 'utf8')
    const own = Array.from(text.matchAll(/^export (?:const|(?:async )?function) ([A-Z]+)\b/gm), ([, name]) => name)
    const line = /^export const \{([^}]*)\} = otherMethods\(([^)]*)\)/m.exec(text)
    const [names, given] = [line?.[1] ?? '', line?.[2] ?? '']
    const others = names.split(',').flatMap((name) => name.trim() || [])
    expect(Array.from(given.matchAll(/[A-Z]+/g), ([name]) => name)).toEqual(own)
    const left = Object.keys(otherMethods(...(own as Parameters<typeof otherMethods<'GET'>>)))
    expect(others.sort()).toEqual(left.sort())
  })
})
