import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import type { Digest } from '#lib/oci/digest.ts'
import type { RepositoryName, Tag } from '#lib/oci/reference.ts'
import { toRegistryOptions } from '#lib/testing/registry-options.ts'
import { createRegistrySource, type RegistrySource } from './registry-source.ts'

const digest = `sha256:${'a'.repeat(64)}` as Digest
const repository = 'workshop/demo' as RepositoryName

let server: Server | null = null
let source: RegistrySource | null = null
afterEach(async () => {
  await source?.close()
  server?.close()
})

/** A registry that answers the extension so, and every other question with 404; what it was asked. */
async function start(headers: Record<string, string>, status: number, body: string) {
  const asked: string[] = []
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const isExtension = request.url?.startsWith('/extensions/') === true
    response.writeHead(isExtension ? status : 404, { 'content-type': 'application/json', ...headers })
    response.end(isExtension ? body : '{"errors":[]}')
  })
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  source = createRegistrySource(toRegistryOptions(host))
  await source.fetchManifest(repository, 'v1' as Tag).catch(() => undefined)
  asked.splice(0)
  return { asked, list: () => source?.listGpgSignatures?.(repository, digest) }
}

const announced = { 'X-Registry-Supports-Signatures': '1' }
const entry = (changes: Record<string, unknown> = {}) => ({
  schemaVersion: 2,
  name: `${digest}@0123`,
  type: 'atomic',
  content: Buffer.from('gpg').toString('base64'),
  ...changes,
})

describe('GPG signatures that a registry keeps', () => {
  it('are asked for only where the registry says that it keeps some', async () => {
    const { asked, list } = await start({}, 200, JSON.stringify({ signatures: [entry()] }))
    expect(await list()).toBeNull()
    expect(asked).toEqual([])
  })

  it('are read as the extension has them, and only those of this image', async () => {
    const signatures = [
      entry(),
      entry({ name: `sha256:${'b'.repeat(64)}@0123` }),
      entry({ name: digest }),
      entry({ type: 'other' }),
      entry({ content: '***' }),
      entry({ content: 1 }),
      null,
      'x',
    ]
    const { asked, list } = await start(announced, 200, JSON.stringify({ signatures }))
    expect((await list())?.map((bytes) => Buffer.from(bytes).toString())).toEqual(['gpg'])
    expect(asked).toEqual([`/extensions/v2/workshop/demo/signatures/${digest}`])
  })

  it('may be none', async () => {
    expect(await (await start(announced, 404, '{}')).list()).toEqual([])
  })

  it('L-01 are bounded', async () => {
    const { list } = await start(announced, 200, JSON.stringify({ signatures: Array(500).fill(entry()) }))
    expect(await list()).toHaveLength(100)
  })

  it('H-01 are not none when the registry refuses, or answers with something else', async () => {
    await expect((await start(announced, 403, '{}')).list()).rejects.toMatchObject({ code: 'REGISTRY_FORBIDDEN' })
    await source?.close()
    server?.close()
    await expect((await start(announced, 200, '<html>')).list()).rejects.toMatchObject({ code: 'REGISTRY_PROTOCOL' })
    await source?.close()
    server?.close()
    await expect((await start(announced, 200, '{"signatures":{}}')).list()).rejects.toMatchObject({
      code: 'REGISTRY_PROTOCOL',
    })
  })
})
