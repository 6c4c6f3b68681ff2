import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { type Digest, digestOf } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import type { RepositoryName, Tag } from '#lib/oci/reference.ts'
import { cosignTag } from '#lib/oci/tag-names.ts'
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

const paths = (): string[] => registry.requests.map(({ path }) => path)

describe('manifests', () => {
  it('are read by tag and by digest, with the digest of the bytes', async () => {
    const image = registry.putImage(repository, tag)
    const byTag = await source.fetchManifest(repository, tag)
    const byDigest = await source.fetchManifest(repository, image.digest)
    expect(byTag).toMatchObject({
      digest: image.digest,
      mediaType: mediaTypes.ociManifest,
      manifest: { kind: 'manifest' },
    })
    expect(byDigest.bytes).toEqual(byTag.bytes)
    expect(registry.requests.at(-1)?.headers.accept).not.toContain('prettyjws')
  })

  it('are read by a sha512 digest (D-20)', async () => {
    const image = registry.putImage(repository, tag)
    const bytes = registry.manifests.get(`${repository}@${image.digest}`)?.bytes ?? Buffer.alloc(0)
    const digest = digestOf(bytes, 'sha512')
    registry.manifests.set(`${repository}@${digest}`, { bytes, mediaType: mediaTypes.ociManifest })
    expect((await source.fetchManifest(repository, digest)).digest).toBe(digest)
  })

  it('M-01 refuses a body that differs by one byte from the digest asked for', async () => {
    const image = registry.putImage(repository, tag)
    registry.fault('/manifests/', {
      kind: 'altered',
      headers: { 'docker-content-digest': null },
      body: (body) => Buffer.concat([body, Buffer.from(' ')]),
    })
    await expect(source.fetchManifest(repository, image.digest)).rejects.toEqual(code('DIGEST_MISMATCH'))
  })

  it('D-04 refuses an announced digest that the body does not have', async () => {
    registry.putImage(repository, tag)
    registry.fault('/manifests/', { kind: 'altered', headers: { 'docker-content-digest': `sha256:${'0'.repeat(64)}` } })
    await expect(source.fetchManifest(repository, tag)).rejects.toEqual(code('DIGEST_MISMATCH'))
  })

  it('M-07 hashes the raw bytes, whatever their white space and order', async () => {
    const image = registry.putImage(repository, tag)
    const document = JSON.parse(String(registry.manifests.get(`${repository}@${image.digest}`)?.bytes))
    const spaced = registry.putManifest(repository, Buffer.from(JSON.stringify(document, null, 3)), { tag: 'spaced' })
    expect(spaced.digest).not.toBe(image.digest)
    expect((await source.fetchManifest(repository, 'spaced' as Tag)).digest).toBe(spaced.digest)
  })

  it('D-20 of a tag that is too long for any registry are absent, and not asked for', async () => {
    const digest = digestOf(Buffer.from('x'), 'sha512')
    await expect(source.fetchManifest(repository, cosignTag(digest, 'sig'))).rejects.toEqual(code('IMAGE_NOT_FOUND'))
    expect(registry.requests).toEqual([])
  })

  it('tell what is absent from what is malformed, foreign or too large', async () => {
    await expect(source.fetchManifest(repository, tag)).rejects.toEqual(code('IMAGE_NOT_FOUND'))
    registry.putManifest(
      repository,
      { schemaVersion: 1, fsLayers: [] },
      { tag: 'old', mediaType: mediaTypes.dockerSchema1Signed },
    )
    await expect(source.fetchManifest(repository, 'old' as Tag)).rejects.toEqual(code('MANIFEST_UNSUPPORTED'))
    registry.putManifest(repository, Buffer.alloc(5 * 1024 * 1024, ' '), { tag: 'large' })
    await expect(source.fetchManifest(repository, 'large' as Tag)).rejects.toEqual(code('LIMIT_EXCEEDED'))
    registry.putManifest(repository, Buffer.from('{"schemaVersion":2,"lay'), { tag: 'broken' })
    await expect(source.fetchManifest(repository, 'broken' as Tag)).rejects.toEqual(code('REGISTRY_PROTOCOL'))
  })
})

describe('blobs', () => {
  it('M-02 M-14 are refused when their bytes are not those of the digest', async () => {
    const digest = registry.putBlob(repository, 'honest')
    expect(String(await source.fetchBlob(repository, digest, { maxBytes: 100 }))).toBe('honest')
    registry.fault('/blobs/', { kind: 'altered', body: () => Buffer.from('hones!') })
    await expect(source.fetchBlob(repository, digest, { maxBytes: 100 })).rejects.toEqual(code('DIGEST_MISMATCH'))
  })

  it('own their memory and are exact when they are large', async () => {
    const bytes = Buffer.alloc(5 * 1024 * 1024, 'abc')
    const digest = registry.putBlob(repository, bytes)
    const read = await source.fetchBlob(repository, digest, { maxBytes: bytes.length })
    expect(Buffer.compare(read, bytes)).toBe(0)
    expect(read.buffer.byteLength).toBe(bytes.length)
  })

  it('L-03 are cut at the bound, with honest and dishonest lengths', async () => {
    const digest = registry.putBlob(repository, Buffer.alloc(10_000))
    await expect(source.fetchBlob(repository, digest, { maxBytes: 9999 })).rejects.toEqual(code('LIMIT_EXCEEDED'))
    registry.fault('/blobs/', { kind: 'over-long', extraBytes: 1_000_000 })
    await expect(source.fetchBlob(repository, digest, { maxBytes: 20_000 })).rejects.toEqual(code('LIMIT_EXCEEDED'))
  })

  it('L-07 never reserve memory for a length that is only announced', async () => {
    const digest = registry.putBlob(repository, 'x')
    registry.fault('/blobs/', {
      kind: 'custom',
      answer: (_, response) => {
        response.writeHead(200, { 'content-length': String(2 ** 40) })
        response.write('x')
      },
    })
    await expect(source.fetchBlob(repository, digest, { maxBytes: 2 ** 42 })).rejects.toEqual(code('REGISTRY_TIMEOUT'))
  })

  it('R-17 end at the bound when they never end', async () => {
    const digest = registry.putBlob(repository, 'x')
    registry.fault('/blobs/', { kind: 'endless' })
    await expect(source.fetchBlob(repository, digest, { maxBytes: 1_000_000 })).rejects.toEqual(code('LIMIT_EXCEEDED'))
  })

  it('R-16 end at the deadline when they drip', async () => {
    const digest = registry.putBlob(repository, 'x'.repeat(10_000))
    registry.fault('/blobs/', { kind: 'drip', everyMs: 20 })
    const started = performance.now()
    await expect(source.fetchBlob(repository, digest, { maxBytes: 20_000 })).rejects.toEqual(code('REGISTRY_TIMEOUT'))
    expect(performance.now() - started).toBeLessThan(10_000)
  })

  it('R-18 L-05 are refused when they come encoded, and are asked for as they are', async () => {
    const digest = registry.putBlob(repository, 'x')
    registry.fault('/blobs/', { kind: 'altered', headers: { 'content-encoding': 'gzip' } })
    await expect(source.fetchBlob(repository, digest, { maxBytes: 100 })).rejects.toEqual(code('REGISTRY_PROTOCOL'))
    expect(registry.requests.at(-1)?.headers['accept-encoding']).toBe('identity')
  })

  it('R-07 are never fetched from addresses that a manifest gives', async () => {
    const other = await startOther()
    const digest = registry.putBlob(repository, '{}')
    const layer = { mediaType: 'x/y', digest, size: 2, urls: [`${other.origin}/evil`] }
    registry.putManifest(
      repository,
      { schemaVersion: 2, mediaType: mediaTypes.ociManifest, config: layer, layers: [layer] },
      { tag },
    )
    const { manifest } = await source.fetchManifest(repository, tag)
    if (manifest.kind === 'manifest') await source.fetchBlob(repository, manifest.config.digest, { maxBytes: 10 })
    expect(other.requests).toEqual([])
  })
})

describe('failures', () => {
  const ask = () => source.fetchManifest(repository, tag)
  beforeEach(() => {
    registry.putImage(repository, tag)
  })

  it.each([
    [{ kind: 'html' }, 'REGISTRY_PROTOCOL'],
    [{ kind: 'html', status: 404 }, 'REGISTRY_PROTOCOL'],
    [{ kind: 'html', status: 503 }, 'REGISTRY_UNAVAILABLE'],
    [{ kind: 'truncated' }, 'REGISTRY_PROTOCOL'],
    [{ kind: 'silent' }, 'REGISTRY_TIMEOUT'],
    [{ kind: 'reset' }, 'REGISTRY_UNREACHABLE'],
    [{ kind: 'status', status: 400 }, 'REGISTRY_PROTOCOL'],
    [{ kind: 'status', status: 400, body: '{"errors":[{"code":"NAME_INVALID"}]}' }, 'IMAGE_NOT_FOUND'],
    [{ kind: 'status', status: 401 }, 'REGISTRY_UNAUTHORIZED'],
    [{ kind: 'status', status: 406 }, 'MANIFEST_UNSUPPORTED'],
    [{ kind: 'status', status: 403 }, 'REGISTRY_FORBIDDEN'],
    [{ kind: 'status', status: 404 }, 'IMAGE_NOT_FOUND'],
    [{ kind: 'status', status: 429 }, 'REGISTRY_RATE_LIMITED'],
    [{ kind: 'status', status: 500 }, 'REGISTRY_UNAVAILABLE'],
    [{ kind: 'status', status: 503 }, 'REGISTRY_UNAVAILABLE'],
    [{ kind: 'status', status: 204 }, 'REGISTRY_PROTOCOL'],
  ] as const)('D-08 tells %j apart', async (fault, expected) => {
    registry.fault('/manifests/', fault)
    await expect(ask()).rejects.toEqual(code(expected))
  })

  it('are a web page, not a wrong digest, when a login page answers for a digest', async () => {
    const { digest } = await ask()
    registry.fault('/manifests/', { kind: 'html' })
    await expect(source.fetchManifest(repository, digest)).rejects.toEqual(code('REGISTRY_PROTOCOL'))
    const blob = registry.putBlob(repository, 'x')
    registry.fault('/blobs/', { kind: 'html' })
    await expect(source.fetchBlob(repository, blob, { maxBytes: 1000 })).rejects.toEqual(code('REGISTRY_PROTOCOL'))
  })

  it('are tried again when they pass, and not more often than the bound', async () => {
    registry.fault('/manifests/', { kind: 'status', status: 503 }, 2)
    await expect(ask()).resolves.toMatchObject({ mediaType: mediaTypes.ociManifest })
    registry.requests.length = 0
    registry.fault('/manifests/', { kind: 'reset' })
    await expect(ask()).rejects.toEqual(code('REGISTRY_UNREACHABLE'))
    expect(registry.requests).toHaveLength(limits.maxAttempts)
  })

  it('are not tried again when a repetition would not help', async () => {
    registry.fault('/manifests/', { kind: 'status', status: 403 })
    await expect(ask()).rejects.toEqual(code('REGISTRY_FORBIDDEN'))
    expect(paths().filter((path) => path.includes('/manifests/'))).toHaveLength(1)
  })

  it('R-24 say when to come back, at most in an hour, and do not wait for it', async () => {
    registry.fault('/manifests/', { kind: 'status', status: 429, headers: { 'retry-after': '1000000000' } })
    const started = performance.now()
    await expect(ask()).rejects.toMatchObject({ code: 'REGISTRY_RATE_LIMITED', context: { retryAfterSeconds: 3600 } })
    expect(performance.now() - started).toBeLessThan(3000)
  })

  it('wait as long as a registry asks when that is short', async () => {
    registry.fault('/manifests/', { kind: 'status', status: 429, headers: { 'retry-after': '0' } }, 1)
    await expect(ask()).resolves.toBeTruthy()
  })

  it('R-21 bound the headers', async () => {
    registry.fault('/manifests/', { kind: 'altered', headers: { 'x-big': 'x'.repeat(100_000) } })
    await expect(ask()).rejects.toEqual(code('REGISTRY_PROTOCOL'))
  })

  it('bound headers that never end', async () => {
    registry.fault('/manifests/', {
      kind: 'custom',
      answer: (request) => {
        request.socket.write('HTTP/1.1 200 OK\r\n')
        const timer = setInterval(() => request.socket.write('x-a: b\r\n'), 50)
        request.socket.on('close', () => clearInterval(timer)).on('error', () => {})
      },
    })
    await expect(ask()).rejects.toEqual(code('REGISTRY_TIMEOUT'))
  })

  it('end at once when the client goes away', async () => {
    registry.fault('/manifests/', { kind: 'silent' })
    const controller = new AbortController()
    const asked = source.fetchManifest(repository, tag, { signal: controller.signal })
    setTimeout(() => controller.abort(), 30)
    await expect(asked).rejects.toEqual(code('REQUEST_CANCELLED'))
    await expect(source.fetchManifest(repository, tag, { signal: controller.signal })).rejects.toEqual(
      code('REQUEST_CANCELLED'),
    )
  })

  it('of a time limit given from outside are time-outs', async () => {
    registry.fault('/manifests/', { kind: 'silent' })
    await expect(source.fetchManifest(repository, tag, { signal: AbortSignal.timeout(30) })).rejects.toEqual(
      code('REGISTRY_TIMEOUT'),
    )
  })

  it('name a registry that is not there', async () => {
    await registry.close()
    await expect(open().fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_UNREACHABLE'))
    const nowhere = open(
      { host: 'registry.example.com' },
      { resolveAddresses: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })) },
    )
    await expect(nowhere.fetchManifest(repository, tag)).rejects.toMatchObject({
      code: 'REGISTRY_UNREACHABLE',
      message: /no address/,
    })
  })

  it('R-14 never repeat what the registry said', async () => {
    const secret = 'hunter2-echoed'
    const closed = open({ credentials: { kind: 'basic', username: 'u', password: secret } })
    registry.fault('/manifests/', {
      kind: 'status',
      status: 403,
      body: `{"errors":[{"code":"DENIED","message":"${secret}"}]}`,
    })
    const error = await closed.fetchManifest(repository, tag).catch((reason: unknown) => reason)
    expect(error).toMatchObject({ context: { registryCode: 'DENIED' } })
    expect(JSON.stringify(error) + String(error)).not.toContain(secret)
  })
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
