import { createServer } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import type { RepositoryName, Tag } from '#lib/oci/reference.ts'
import { toRegistryOptions } from '#lib/testing/registry-options.ts'
import { type ScriptedRegistry, startScriptedRegistry } from '#lib/testing/scripted-registry.ts'
import { canMakeCertificates, makeTestCertificates } from '#lib/testing/test-certificates.ts'
import type { RegistryOptions } from './registry-options.ts'
import { createRegistrySource } from './registry-source.ts'

const repository = 'team/app' as RepositoryName
const tag = 'v1' as Tag
const opened: { close(): Promise<void> }[] = []
const secret = { kind: 'basic', username: 'u', password: 'p' } as const
let registry: ScriptedRegistry

/** A registry under a name that lies on loopback, so that it is not taken for loopback. */
function open(host: string, changed: Partial<RegistryOptions> = {}) {
  const source = createRegistrySource(toRegistryOptions(host, changed), {
    limits: { ...limits, retryBaseMs: 1, connectTimeoutMs: 1000 },
    resolveAddresses: async () => [{ address: '127.0.0.1', family: 4 }],
  })
  opened.push(source)
  return source
}
const named = () => registry.host.replace('127.0.0.1', 'registry.example.com')

beforeEach(async () => {
  registry = await startScriptedRegistry()
  registry.putImage(repository, tag)
})

afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()))
  await registry.close()
})

describe('plain HTTP', () => {
  it('is spoken at once to loopback: the first request is the only one', async () => {
    await open(registry.host).fetchManifest(repository, tag)
    expect(registry.requests).toHaveLength(1)
  })

  it('does not disturb a loopback server that would wait for the end of a line', async () => {
    const slow = createServer((socket) => {
      let text = ''
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        text += chunk.toString('latin1')
        if (text.includes('\r\n\r\n')) socket.end('HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n')
      })
    })
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve))
    const address = slow.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(open(`127.0.0.1:${port}`).fetchManifest(repository, tag)).rejects.toMatchObject({
      code: 'IMAGE_NOT_FOUND',
    })
    await new Promise((resolve) => slow.close(resolve))
  })

  it('is spoken to a host that was added so, after it has shown that it speaks no TLS', async () => {
    await expect(open(named(), { insecure: true }).fetchManifest(repository, tag)).resolves.toBeTruthy()
  })

  it('R-22 is never spoken to any other', async () => {
    await expect(open(named(), { credentials: secret }).fetchManifest(repository, tag)).rejects.toMatchObject({
      code: 'REGISTRY_TLS',
    })
    await expect(open(registry.host, { allowPrivate: false }).fetchManifest(repository, tag)).rejects.toMatchObject({
      code: 'REGISTRY_ADDRESS_REFUSED',
    })
    expect(registry.requests).toEqual([])
  })
})

describe.skipIf(!canMakeCertificates)('TLS (needs openssl)', () => {
  it('R-22 is not left because its certificate fails, and no credentials go out before it is known', async () => {
    const { server } = makeTestCertificates()
    await registry.close()
    registry = await startScriptedRegistry({ tls: server })
    for (const host of [registry.host, named()]) {
      const source = open(host, { insecure: true, credentials: secret })
      await expect(source.fetchManifest(repository, tag)).rejects.toMatchObject({ code: 'REGISTRY_TLS' })
      await expect(source.fetchManifest(repository, tag)).rejects.toMatchObject({ code: 'REGISTRY_TLS' })
    }
    expect(registry.requests).toEqual([])
  })

  it('is spoken to loopback where it is there', async () => {
    const { server, caPem } = makeTestCertificates()
    await registry.close()
    registry = await startScriptedRegistry({ tls: server })
    registry.putImage(repository, tag)
    await expect(open(registry.host, { insecure: true, caPem }).fetchManifest(repository, tag)).resolves.toBeTruthy()
  })
})
