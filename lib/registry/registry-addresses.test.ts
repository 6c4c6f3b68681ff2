import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { RepositoryName, Tag } from '#lib/oci/reference.ts'
import { toRegistryOptions } from '#lib/testing/registry-options.ts'
import { type ScriptedRegistry, startScriptedRegistry } from '#lib/testing/scripted-registry.ts'
import type { RegistryEnvironment, RegistryOptions } from './registry-options.ts'
import { createRegistrySource, type RegistrySource } from './registry-source.ts'

const repository = 'team/app' as RepositoryName
const tag = 'v1' as Tag
const code = (name: string) => expect.objectContaining({ code: name })

let registry: ScriptedRegistry
let source: RegistrySource
const others: { close(): Promise<void> }[] = []

/** Short times, so that a time-out takes a moment. */
const quick: Partial<RegistryEnvironment> = {
  limits: {
    ...limits,
    retryBaseMs: 1,
    maxRetryWaitMs: 50,
    headersTimeoutMs: 1500,
    idleTimeoutMs: 1500,
    documentTimeoutMs: 1500,
    requestTimeoutMs: 1500,
  },
}

function open(changed: Partial<RegistryOptions> = {}, environment: Partial<RegistryEnvironment> = {}): RegistrySource {
  const opened = createRegistrySource(toRegistryOptions(registry.host, changed), { ...quick, ...environment })
  others.push(opened)
  return opened
}

async function startOther(): Promise<ScriptedRegistry> {
  const other = await startScriptedRegistry()
  others.push(other)
  return other
}

beforeEach(async () => {
  registry = await startScriptedRegistry()
  source = open()
})

afterEach(async () => {
  await Promise.all(others.splice(0).map((one) => one.close()))
  await registry.close()
})

describe('connections', () => {
  it('are kept, and no more than the bound are open at once', async () => {
    registry.putImage(repository, tag)
    const sockets = new Set<unknown>()
    registry.fault('/manifests/', {
      kind: 'custom',
      answer: (request, response) => {
        sockets.add(request.socket)
        setTimeout(() => response.writeHead(404, { 'content-type': 'application/json' }).end('{}'), 5)
      },
    })
    await Promise.all(Array.from({ length: 60 }, () => source.fetchManifest(repository, tag).catch(() => null)))
    expect(sockets.size).toBeLessThanOrEqual(limits.maxConnectionsPerHost)
  })

  it('R-12 go to the address that was checked: a second look-up never happens', async () => {
    let lookups = 0
    const rebinding = open(
      { host: `registry.example.com:${registry.host.split(':')[1]}`, insecure: true, allowPrivate: true },
      {
        resolveAddresses: async () => {
          lookups += 1
          return [{ address: lookups === 1 ? '10.255.255.1' : '127.0.0.1', family: 4 }]
        },
        limits: { ...limits, connectTimeoutMs: 300, maxAttempts: 1 },
      },
    )
    await expect(rebinding.fetchManifest(repository, tag)).rejects.toMatchObject({
      code: expect.stringMatching(/TIMEOUT|UNREACHABLE/),
    })
    expect(registry.requests).toEqual([])
  })

  it('R-25 ignore proxies of the environment', async () => {
    registry.putImage(repository, tag)
    const proxy = await startOther()
    process.env.HTTP_PROXY = proxy.origin
    process.env.http_proxy = proxy.origin
    try {
      await open().fetchManifest(repository, tag)
    } finally {
      delete process.env.HTTP_PROXY
      delete process.env.http_proxy
    }
    expect(proxy.requests).toEqual([])
  })
})

describe('redirects', () => {
  let digest: Digest
  let other: ScriptedRegistry
  const secured = { credentials: { kind: 'basic', username: 'u', password: 'p' } } as const

  beforeEach(async () => {
    other = await startOther()
    digest = registry.putBlob(repository, 'content')
    other.putBlob(repository, 'content')
    registry.settings.auth = { kind: 'basic', username: 'u', password: 'p' }
  })

  it('R-08 carry no credentials to another host, and the body is hashed all the same', async () => {
    registry.fault('/blobs/', { kind: 'redirect', to: `${other.origin}/v2/${repository}/blobs/${digest}` })
    expect(String(await open(secured).fetchBlob(repository, digest, { maxBytes: 100 }))).toBe('content')
    expect(other.requests).toHaveLength(1)
    expect(JSON.stringify(other.requests[0]?.headers)).not.toMatch(/authorization|cookie|basic/i)
    other.fault('/blobs/', { kind: 'altered', body: () => Buffer.from('changed') })
    await expect(open(secured).fetchBlob(repository, digest, { maxBytes: 100 })).rejects.toEqual(
      code('DIGEST_MISMATCH'),
    )
  })

  it('R-09 end after a bounded number', async () => {
    registry.fault('/blobs/', { kind: 'redirect', to: `/v2/${repository}/blobs/${digest}` })
    await expect(open(secured).fetchBlob(repository, digest, { maxBytes: 100 })).rejects.toEqual(
      code('REGISTRY_PROTOCOL'),
    )
    expect(registry.requests.filter(({ path }) => path.includes('/blobs/')).length).toBeLessThanOrEqual(
      limits.maxRedirects + 3,
    )
  })

  it.each([
    'http://169.254.169.254/latest/meta-data/',
    'http://10.0.0.1/blob',
    'http://[fd00::1]/blob',
    'https://127.0.0.2/blob',
    'http://0.0.0.0/blob',
    'http://example.com/blob',
    'file:///etc/passwd',
    'http://u:p@127.0.0.1/blob',
    'http://127.0.0.1\\@10.0.0.1/',
  ])('R-09 R-10 to %s are refused', async (to) => {
    registry.fault('/blobs/', { kind: 'redirect', to })
    await expect(open(secured).fetchBlob(repository, digest, { maxBytes: 100 })).rejects.toMatchObject({
      code: expect.stringMatching(/REGISTRY_ADDRESS_REFUSED|REGISTRY_UNREACHABLE/),
    })
    expect(other.requests).toEqual([])
  })

  it('R-03 to a name with a private address are refused', async () => {
    registry.fault('/blobs/', { kind: 'redirect', to: 'https://storage.example/blob' })
    const opened = open(secured, { resolveAddresses: async () => [{ address: '10.0.0.1', family: 4 }] })
    await expect(opened.fetchBlob(repository, digest, { maxBytes: 100 })).rejects.toEqual(
      code('REGISTRY_ADDRESS_REFUSED'),
    )
  })

  it('without a target are a fault of the registry', async () => {
    registry.fault('/blobs/', { kind: 'status', status: 307 })
    await expect(open(secured).fetchBlob(repository, digest, { maxBytes: 100 })).rejects.toEqual(
      code('REGISTRY_PROTOCOL'),
    )
  })
})

describe('addresses', () => {
  it('R-11 R-22 of hosts that were not added are refused before any connection', async () => {
    const port = registry.host.split(':')[1]
    for (const host of [
      registry.host,
      `localhost:${port}`,
      `127.1:${port}`,
      `0x7f000001:${port}`,
      `[::ffff:127.0.0.1]:${port}`,
      `[::]:${port}`,
    ]) {
      await expect(open({ host, allowPrivate: false }).fetchManifest(repository, tag)).rejects.toEqual(
        code('REGISTRY_ADDRESS_REFUSED'),
      )
    }
    expect(registry.requests).toEqual([])
  })

  it('R-19 are equal or not: nothing matches by pattern', async () => {
    const opened = open(
      { host: 'ghcrxio.example', allowPrivate: false },
      { resolveAddresses: async () => [{ address: '127.0.0.1', family: 4 }] },
    )
    await expect(opened.fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_ADDRESS_REFUSED'))
  })
})
