import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { digestOf } from '#lib/oci/digest.ts'
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

  it('M-05 refuses an answer of another type than the manifest’s own, by tag and by digest', async () => {
    const image = registry.putImage(repository, tag)
    for (const type of ['image/png', mediaTypes.ociIndex]) {
      registry.fault('/manifests/', { kind: 'altered', headers: { 'content-type': type } })
      await expect(source.fetchManifest(repository, tag)).rejects.toEqual(code('REGISTRY_PROTOCOL'))
      await expect(source.fetchManifest(repository, image.digest)).rejects.toEqual(code('REGISTRY_PROTOCOL'))
    }
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
