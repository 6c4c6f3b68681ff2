import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import type { RepositoryName, Tag } from '#lib/oci/reference.ts'
import { toRegistryOptions } from '#lib/testing/registry-options.ts'
import { type ScriptedRegistry, startScriptedRegistry } from '#lib/testing/scripted-registry.ts'
import { canMakeCertificates, makeTestCertificates } from '#lib/testing/test-certificates.ts'
import type { RegistryEnvironment, RegistryOptions } from './registry-options.ts'
import { createRegistrySource, type RegistrySource } from './registry-source.ts'

const repository = 'team/app' as RepositoryName
const tag = 'v1' as Tag
const basic = { kind: 'basic', username: 'robot', password: 'secret-of-robot' } as const
const account = { username: basic.username, password: basic.password }
const code = (name: string) => expect.objectContaining({ code: name })

let registry: ScriptedRegistry
const opened: { close(): Promise<void> }[] = []

function open(changed: Partial<RegistryOptions> = {}, environment: Partial<RegistryEnvironment> = {}): RegistrySource {
  const quick = { ...limits, retryBaseMs: 1, documentTimeoutMs: 1000 }
  const source = createRegistrySource(toRegistryOptions(registry.host, changed), { limits: quick, ...environment })
  opened.push(source)
  return source
}

beforeEach(async () => {
  registry = await startScriptedRegistry()
  registry.putImage(repository, tag)
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
  await registry.close()
})

const tokenRequests = () => registry.requests.filter(({ path }) => path.startsWith('/token'))

describe('Basic', () => {
  beforeEach(() => {
    registry.settings.auth = { kind: 'basic', ...account }
  })

  it('is answered, and from then on sent at once', async () => {
    const source = open({ credentials: basic })
    await source.fetchManifest(repository, tag)
    await source.fetchManifest(repository, tag)
    expect(
      registry.requests.filter(({ headers, path }) => path !== '/v2/' && headers.authorization === undefined),
    ).toHaveLength(1)
  })

  it('tells missing credentials from refused ones', async () => {
    await expect(open().fetchManifest(repository, tag)).rejects.toMatchObject({
      code: 'REGISTRY_UNAUTHORIZED',
      context: { credentials: 'none' },
    })
    await expect(
      open({ credentials: { ...basic, password: 'wrong' } }).fetchManifest(repository, tag),
    ).rejects.toMatchObject({
      code: 'REGISTRY_UNAUTHORIZED',
      context: { credentials: 'refused' },
    })
  })

  it('keeps the password out of errors', async () => {
    const error = await open({ credentials: { ...basic, password: 'wrong-and-secret' } })
      .fetchManifest(repository, tag)
      .catch((reason: unknown) => reason)
    expect(JSON.stringify(error) + String(error)).not.toMatch(/wrong-and-secret|Basic /)
  })
})

describe('Bearer', () => {
  it('gets a token without credentials where everybody may read', async () => {
    registry.settings.auth = { kind: 'bearer', account: null }
    await open().fetchManifest(repository, tag)
    expect(tokenRequests()[0]?.path).toBe('/token?service=scripted&scope=repository%3Ateam%2Fapp%3Apull')
    expect(tokenRequests()[0]?.headers.authorization).toBeUndefined()
  })

  it('gets a token with a password, and one with a refresh token', async () => {
    registry.settings.auth = { kind: 'bearer', account, identityToken: 'refresh-me' }
    await open({ credentials: basic }).fetchManifest(repository, tag)
    await open({ credentials: { kind: 'identity-token', token: 'refresh-me' } }).fetchManifest(repository, tag)
    expect(tokenRequests().map(({ method }) => method)).toEqual(['GET', 'POST'])
    await expect(
      open({ credentials: { kind: 'identity-token', token: 'old' } }).fetchManifest(repository, tag),
    ).rejects.toEqual(code('REGISTRY_UNAUTHORIZED'))
    await expect(open().fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_UNAUTHORIZED'))
  })

  it('sends the password to the token service only, and the token to the registry only', async () => {
    registry.settings.auth = { kind: 'bearer', account }
    await open({ credentials: basic }).fetchManifest(repository, tag)
    for (const { path, headers } of registry.requests) {
      const scheme = headers.authorization?.split(' ')[0]
      expect(path.startsWith('/token') ? ['Basic'] : ['Bearer', undefined]).toContain(scheme)
    }
  })

  it('uses a token for its scope until it ends, and asks once for many at the same time', async () => {
    registry.settings.auth = { kind: 'bearer', account: null }
    registry.putImage('team/other', tag)
    let now = 0
    const source = open({}, { now: () => now })
    await source.fetchManifest(repository, tag)
    await Promise.all(Array.from({ length: 20 }, () => source.fetchManifest(repository, tag)))
    expect(tokenRequests()).toHaveLength(1)
    await Promise.all(Array.from({ length: 20 }, () => source.fetchManifest('team/other' as RepositoryName, tag)))
    expect(tokenRequests()).toHaveLength(2)
    now = 295_000
    await source.fetchManifest(repository, tag)
    expect(tokenRequests()).toHaveLength(3)
  })

  it('replaces a token that is refused before its time, once', async () => {
    registry.settings.auth = { kind: 'bearer', account: null }
    const source = open()
    await source.fetchManifest(repository, tag)
    registry.fault(
      '/manifests/',
      {
        kind: 'status',
        status: 401,
        headers: {
          'www-authenticate': `Bearer realm="${registry.origin}/token",service="scripted",scope="repository:team/app:pull"`,
        },
      },
      1,
    )
    await source.fetchManifest(repository, tag)
    expect(tokenRequests()).toHaveLength(2)
  })

  it('R-01 R-02 sends nothing to a token service elsewhere', async () => {
    const other = await startScriptedRegistry()
    opened.push(other)
    for (const realm of [
      `${other.origin}/token`,
      `http://localhost:${other.host.split(':')[1]}/token`,
      'https://evil.example/token',
      'http://169.254.169.254/latest',
      '/token',
    ]) {
      registry.settings.auth = { kind: 'bearer', account, realm }
      await expect(open({ credentials: basic }).fetchManifest(repository, tag)).rejects.toEqual(
        code('REGISTRY_ADDRESS_REFUSED'),
      )
      await expect(open().fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_ADDRESS_REFUSED'))
    }
    expect(other.requests).toEqual([])
    expect(tokenRequests()).toEqual([])
  })

  it('asks a token service elsewhere that the operator names', async () => {
    const other = await startScriptedRegistry({ auth: { kind: 'bearer', account } })
    opened.push(other)
    registry.settings.auth = { kind: 'bearer', account, realm: `${other.origin}/token` }
    const source = open({ credentials: basic, relatedHosts: [other.host] })
    await expect(source.fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_UNAUTHORIZED'))
    expect(other.requests.map(({ path }) => path.split('?')[0])).toContain('/token')
  })

  it('R-01 does not follow a redirect of the token service', async () => {
    const other = await startScriptedRegistry()
    opened.push(other)
    registry.settings.auth = { kind: 'bearer', account }
    registry.fault('/token', { kind: 'redirect', to: `${other.origin}/token` })
    await expect(open({ credentials: basic }).fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_PROTOCOL'))
    expect(other.requests).toEqual([])
  })

  it.each([
    ['a body of 50 MB', { body: Buffer.alloc(50_000_000, ' ') }, 'LIMIT_EXCEEDED'],
    ['a token that is no text', { body: Buffer.from('{"token":{"a":1}}') }, 'REGISTRY_PROTOCOL'],
    ['a token that would break the header', { body: Buffer.from('{"token":"a\\r\\nX-Evil: 1"}') }, 'REGISTRY_PROTOCOL'],
    ['no token', { body: Buffer.from('{}') }, 'REGISTRY_PROTOCOL'],
    ['nested JSON', { body: Buffer.from('['.repeat(100_000)) }, 'REGISTRY_PROTOCOL'],
    ['a web page', { body: Buffer.from('<html>') }, 'REGISTRY_PROTOCOL'],
    ['403', { status: 403 }, 'REGISTRY_FORBIDDEN'],
    ['429', { status: 429 }, 'REGISTRY_RATE_LIMITED'],
    ['500', { status: 500 }, 'REGISTRY_UNAVAILABLE'],
  ])('R-15 survives a token service that answers %s', async (_, answer, expected) => {
    registry.settings.auth = { kind: 'bearer', account, answer }
    await expect(open({ credentials: basic }).fetchManifest(repository, tag)).rejects.toEqual(code(expected))
  })

  it.each([-1, 1e12, 0])('R-15 clamps a lifetime of %d s', async (expiresInSeconds) => {
    registry.settings.auth = { kind: 'bearer', account: null, expiresInSeconds }
    let now = 0
    const source = open({}, { now: () => now })
    await source.fetchManifest(repository, tag)
    now = 40_000
    await source.fetchManifest(repository, tag)
    expect(tokenRequests()).toHaveLength(1)
    now = limits.maxTokenLifetimeMs + 1
    await source.fetchManifest(repository, tag)
    expect(tokenRequests()).toHaveLength(2)
  })
})

describe.skipIf(!canMakeCertificates)('TLS (needs openssl)', () => {
  const certificates = canMakeCertificates ? makeTestCertificates() : null
  const { caPem = '', server = { key: '', cert: '' }, client = { key: '', cert: '' } } = certificates ?? {}

  async function serve(tls: { key: string; cert: string; ca?: string }): Promise<void> {
    await registry.close()
    registry = await startScriptedRegistry({ tls })
    registry.putImage(repository, tag)
  }

  it('R-22 never falls back to plain HTTP or an unchecked connection when the certificate is not trusted', async () => {
    await serve(server)
    for (const insecure of [false, true]) {
      const source = open({ insecure, credentials: basic })
      await expect(source.fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_TLS'))
    }
    expect(registry.requests).toEqual([])
  })

  it('R-04 checks the certificate of the token service, plain HTTP allowed for the registry or not', async () => {
    const service = await startScriptedRegistry({ tls: server })
    opened.push(service)
    registry.settings.auth = { kind: 'bearer', account, realm: `${service.origin}/token` }
    const source = open({ insecure: true, credentials: basic, relatedHosts: [service.host] })
    await expect(source.fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_TLS'))
    expect(service.requests).toEqual([])
  })

  it('trusts an authority that was given, for its names only', async () => {
    await serve(server)
    await expect(open({ caPem }).fetchManifest(repository, tag)).resolves.toBeTruthy()
    const elsewhere = open(
      { caPem, host: registry.host.replace('127.0.0.1', 'registry.example.com') },
      { resolveAddresses: async () => [{ address: '127.0.0.1', family: 4 }] },
    )
    await expect(elsewhere.fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_TLS'))
  })

  it('refuses an authority or key that cannot be read, without repeating it', async () => {
    await serve(server)
    const source = open({ caPem, clientCertificatePem: client.cert, clientKeyPem: 'not a key' })
    await expect(source.fetchManifest(repository, tag)).rejects.toMatchObject({
      code: 'REGISTRY_TLS',
      message: /cannot be read/,
    })
  })

  it('shows a client certificate to the registry and to nobody else', async () => {
    const subjects: unknown[] = []
    await serve({ ...server, ca: caPem })
    const other = await startScriptedRegistry({ tls: { ...server, ca: caPem } })
    opened.push(other)
    const record = (who: string) => ({
      kind: 'custom' as const,
      answer: (request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => {
        const { socket } = request
        subjects.push([
          who,
          'getPeerCertificate' in socket && typeof socket.getPeerCertificate === 'function'
            ? socket.getPeerCertificate().subject?.CN
            : null,
        ])
        response.writeHead(404, { 'content-type': 'application/json' }).end('{}')
      },
    })
    registry.fault('/manifests/', record('registry'))
    const source = open({ caPem, clientCertificatePem: client.cert, clientKeyPem: client.key })
    await expect(source.fetchManifest(repository, tag)).rejects.toEqual(code('IMAGE_NOT_FOUND'))
    registry.clearFaults()
    other.fault('/manifests/', record('other'))
    registry.fault('/manifests/', {
      kind: 'redirect',
      to: `${other.origin.replace('127.0.0.1', 'localhost')}/v2/x/manifests/v1`,
    })
    await expect(source.fetchManifest(repository, tag)).rejects.toEqual(code('IMAGE_NOT_FOUND'))
    expect(subjects).toEqual([
      ['registry', 'client'],
      ['other', undefined],
    ])
  })

  it('R-09 refuses a redirect from TLS to plain HTTP', async () => {
    await serve(server)
    const other = await startScriptedRegistry()
    opened.push(other)
    registry.fault('/manifests/', { kind: 'redirect', to: `${other.origin}/v2/${repository}/manifests/v1` })
    await expect(open({ caPem }).fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_ADDRESS_REFUSED'))
    expect(other.requests).toEqual([])
  })
})
