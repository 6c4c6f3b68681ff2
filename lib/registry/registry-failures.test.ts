import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
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

beforeEach(async () => {
  registry = await startScriptedRegistry()
  source = open()
})

afterEach(async () => {
  await Promise.all(others.splice(0).map((one) => one.close()))
  await registry.close()
})

const paths = (): string[] => registry.requests.map(({ path }) => path)

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
    expect(performance.now() - started).toBeLessThan(20_000)
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
