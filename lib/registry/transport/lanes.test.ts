import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createSocketServer, type Socket } from 'node:net'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { systemEnvironment } from '../registry-options.ts'
import { exchange, type HttpRequest } from './exchange.ts'
import { createLanes } from './lanes.ts'
import { sendWithRetries } from './send-with-retries.ts'

const count = 6
const servers: Server[] = []

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

const requestTo = (origin: string, path: string, signal?: AbortSignal): HttpRequest => ({
  url: new URL(path, origin),
  method: 'GET',
  headers: {},
  maxBytes: 1024,
  timeoutMs: 5000,
  signal,
})
const tools = { limits, now: Date.now }
const numbers = (length: number) => Array.from({ length }, (_, index) => index)

describe('lanes to one origin', () => {
  it('have at most so many connections, each with one request at a time', async () => {
    const busy = new Map<Socket, number>()
    let together = 0
    let most = 0
    const origin = await serve(async ({ socket, url }, response) => {
      const inside = (busy.get(socket) ?? 0) + 1
      busy.set(socket, inside)
      together += 1
      most = Math.max(most, together)
      if (inside > 1) throw new Error('two requests on one connection')
      await sleep(1)
      together -= 1
      busy.set(socket, inside - 1)
      response.end(url)
    })
    const lanes = createLanes(origin, count, {})
    const answers = await Promise.all(numbers(60).map((n) => exchange(lanes, requestTo(origin, `/${n}`), tools)))
    expect(answers.map(({ bytes }) => bytes.toString())).toEqual(numbers(60).map((n) => `/${n}`))
    expect(busy.size).toBe(count)
    expect(most).toBe(count)
    await lanes.close()
  })

  it('keep working with a server that hangs up after each answer without saying so', async () => {
    let dropped = 0
    const origin = await serve(({ url, socket }, response) => {
      response.end(url, () => {
        dropped += 1
        socket.destroy()
      })
    })
    const lanes = createLanes(origin, 2, {})
    const environment = { ...systemEnvironment, wait: async () => {} }
    const send = (one: HttpRequest) => exchange(lanes, one, tools)
    for (const n of numbers(20)) {
      const both = [`/${n}a`, `/${n}b`, `/${n}c`].map((path) =>
        sendWithRetries(send, requestTo(origin, path), environment),
      )
      expect((await Promise.all(both)).map(({ status }) => status)).toEqual([200, 200, 200])
    }
    expect(dropped).toBeGreaterThan(20)
    await lanes.close()
  })

  it('never take what was sent unasked for the answer to the next request', async () => {
    const toAnswer = (text: string) => `HTTP/1.1 200 OK\r\ncontent-length: ${text.length}\r\n\r\n${text}`
    const server = createSocketServer((socket) => {
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        const path = /^GET (\S+)/.exec(chunk.toString())?.[1] ?? ''
        socket.write(toAnswer(path) + (path === '/first' ? toAnswer('/unasked') : ''))
      })
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    const lanes = createLanes(origin, 1, {})
    const answers = await Promise.all(
      ['/first', '/second', '/third'].map((path) => exchange(lanes, requestTo(origin, path), tools)),
    )
    expect(answers.map(({ bytes }) => bytes.toString())).toEqual(['/first', '/second', '/third'])
    await lanes.close()
    server.close()
  })

  it('do not send what nobody waits for any more', async () => {
    const seen: unknown[] = []
    const origin = await serve(async ({ url }, response) => {
      seen.push(url)
      await sleep(20)
      response.end()
    })
    const lanes = createLanes(origin, 1, {})
    const controller = new AbortController()
    const first = exchange(lanes, requestTo(origin, '/first'), tools)
    const given = exchange(lanes, requestTo(origin, '/given-up', controller.signal), tools).catch(({ code }) => code)
    const last = exchange(lanes, requestTo(origin, '/last'), tools)
    controller.abort()
    expect(await given).toBe('REQUEST_CANCELLED')
    await Promise.all([first, last])
    expect(seen).toEqual(['/first', '/last'])
    await lanes.close()
  })

  it('recover from a server that was away, and from requests given up in the middle', async () => {
    const origin = await serve(async (_, response) => {
      await sleep(5)
      response.end('there')
    })
    const { port } = new URL(origin)
    servers[0]?.close()
    const lanes = createLanes(origin, 2, {})
    const ask = (signal?: AbortSignal) =>
      exchange(lanes, requestTo(origin, '/', signal), tools).then(
        ({ status }) => status,
        ({ code }) => code,
      )
    expect(await Promise.all(numbers(5).map(() => ask()))).toEqual(numbers(5).map(() => 'REGISTRY_UNREACHABLE'))
    servers[0]?.listen(Number(port), '127.0.0.1')
    await setImmediate()
    const controller = new AbortController()
    const given = numbers(4).map(() => ask(controller.signal))
    void sleep(2).then(() => controller.abort())
    expect(await Promise.all(given)).toEqual(numbers(4).map(() => 'REQUEST_CANCELLED'))
    expect(await Promise.all(numbers(5).map(() => ask()))).toEqual(numbers(5).map(() => 200))
    await lanes.close()
  })

  it('close once everything that waits was answered', async () => {
    const origin = await serve(async (_, response) => {
      await sleep(5)
      response.end()
    })
    const lanes = createLanes(origin, 1, {})
    const asked = numbers(4).map((n) => exchange(lanes, requestTo(origin, `/${n}`), tools))
    await lanes.close()
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })
})
