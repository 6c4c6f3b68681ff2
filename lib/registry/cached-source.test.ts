import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { RepositoryName, Tag } from '#lib/oci/reference.ts'
import { createMemorySource, type MemorySource } from '#lib/testing/memory-source.ts'
import { withCache } from './cached-source.ts'
import { type ContentCache, createContentCache } from './content-cache.ts'

const repository = 'team/app' as RepositoryName
const v1 = 'v1' as Tag
const maxBytes = limits.maxEvidenceBytes

function putImage(source: MemorySource, tag: string, layer = 'layer', name: string = repository) {
  const config = source.putBlob(name, '{}')
  const blob = source.putBlob(name, layer)
  const digest = source.putManifest(
    name,
    {
      schemaVersion: 2,
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config, size: 2 },
      layers: [{ mediaType: 'text/plain', digest: blob, size: layer.length }],
    },
    tag,
  )
  return { digest, blob }
}

describe('withCache', () => {
  let upstream: MemorySource
  let cache: ContentCache

  beforeEach(() => {
    upstream = createMemorySource()
    cache = createContentCache({ directory: null, maxBytes: 0 })
  })

  it('reads each digest once and every tag anew when nothing may be kept', async () => {
    const { digest, blob } = putImage(upstream, 'v1')
    const source = withCache(upstream, cache, { tagTtlMs: 0 })
    for (let round = 0; round < 3; round += 1) {
      await source.fetchManifest(repository, v1)
      await source.fetchManifest(repository, digest)
      await source.fetchBlob(repository, blob, { maxBytes })
    }
    expect(upstream.requests.filter((line) => line === `fetchManifest ${repository} v1`)).toHaveLength(3)
    expect(upstream.requests.filter((line) => line.includes(digest))).toEqual([])
    expect(upstream.requests.filter((line) => line.startsWith('fetchBlob'))).toHaveLength(1)
  })

  it('gives the parsed manifest out again instead of parsing it anew', async () => {
    const { digest } = putImage(upstream, 'v1')
    const source = withCache(upstream, cache, { tagTtlMs: 0 })
    const first = await source.fetchManifest(repository, digest)
    expect((await source.fetchManifest(repository, digest)).manifest).toBe(first.manifest)
  })

  it('W-04 content read through one repository or access is never given to another', async () => {
    const { digest, blob } = putImage(upstream, 'v1')
    const allowed = withCache(upstream, cache, { tagTtlMs: 5_000, access: 'registry-1' })
    await allowed.fetchManifest(repository, digest)
    await allowed.fetchBlob(repository, blob, { maxBytes })
    const anonymous = createMemorySource()
    const refused = withCache(anonymous, cache, { tagTtlMs: 5_000, access: '' })
    await expect(refused.fetchManifest(repository, digest)).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
    await expect(refused.fetchBlob(repository, blob, { maxBytes })).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
    const other = 'team/other' as RepositoryName
    await expect(allowed.fetchManifest(other, digest)).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
    await expect(allowed.fetchBlob(other, blob, { maxBytes })).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
  })

  it('D-03 a manifest is never kept under another digest than its own', async () => {
    const { digest } = putImage(upstream, 'v1')
    const { digest: other } = putImage(upstream, 'v2', 'other')
    const lying = { ...upstream, fetchManifest: () => upstream.fetchManifest(repository, other) }
    await withCache(lying, cache, { tagTtlMs: 0 }).fetchManifest(repository, digest)
    const honest = withCache(upstream, cache, { tagTtlMs: 0 })
    expect((await honest.fetchManifest(repository, digest)).digest).toBe(digest)
  })

  it('H-07 a tag that moved is seen by a fresh read at once, and by others after a moment', async () => {
    const first = putImage(upstream, 'v1')
    const source = withCache(upstream, cache, { tagTtlMs: 60_000 })
    await source.fetchManifest(repository, v1)
    const second = putImage(upstream, 'v1', 'another layer')
    expect((await source.fetchManifest(repository, v1)).digest).toBe(first.digest)
    expect((await source.fetchManifest(repository, v1, { fresh: true })).digest).toBe(second.digest)
    expect((await source.fetchManifest(repository, v1)).digest).toBe(second.digest)
  })

  it('D-12 an absent tag is believed for a moment only, and never by a fresh read', async () => {
    putImage(upstream, 'v1')
    const source = withCache(upstream, cache, { tagTtlMs: 60_000 })
    const later = 'later' as Tag
    await expect(source.fetchManifest(repository, later)).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
    putImage(upstream, 'later')
    await expect(source.fetchManifest(repository, later)).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
    await expect(source.fetchManifest(repository, later, { fresh: true })).resolves.toMatchObject({
      digest: expect.stringMatching(/^sha256:/),
    })
  })

  it('D-08 an error of the registry is never kept', async () => {
    const { digest } = putImage(upstream, 'v1')
    const source = withCache(upstream, cache, { tagTtlMs: 60_000 })
    upstream.faults.push({ method: 'listReferrers', error: new AppError('REGISTRY_UNAVAILABLE', 'It answered 503.') })
    await expect(source.listReferrers(repository, digest)).rejects.toMatchObject({ code: 'REGISTRY_UNAVAILABLE' })
    upstream.faults.length = 0
    await expect(source.listReferrers(repository, digest)).resolves.toMatchObject({ answer: 'listed' })
  })

  it('keeps a list of referrers no longer than a tag', async () => {
    const { digest } = putImage(upstream, 'v1')
    const brief = withCache(upstream, cache, { tagTtlMs: 0 })
    await brief.listReferrers(repository, digest)
    await brief.listReferrers(repository, digest)
    expect(upstream.requests.filter((line) => line.startsWith('listReferrers'))).toHaveLength(2)
    const kept = withCache(upstream, cache, { tagTtlMs: 60_000 })
    await kept.listReferrers(repository, digest)
    await kept.listReferrers(repository, digest)
    expect(upstream.requests.filter((line) => line.startsWith('listReferrers'))).toHaveLength(3)
  })

  it('L-03 refuses a kept blob that is larger than what this read allows', async () => {
    const { blob } = putImage(upstream, 'v1', 'x'.repeat(100))
    const source = withCache(upstream, cache, { tagTtlMs: 0 })
    await source.fetchBlob(repository, blob, { maxBytes: 100 })
    await expect(source.fetchBlob(repository, blob, { maxBytes: 99 })).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' })
  })

  it('L-14 asks once for what many want at the same time', async () => {
    const { digest } = putImage(upstream, 'v1')
    upstream.faults.push({ method: 'fetchManifest', delayMs: 10 })
    const source = withCache(upstream, cache, { tagTtlMs: 0 })
    await Promise.all(Array.from({ length: 20 }, () => source.fetchManifest(repository, digest)))
    expect(upstream.requests).toHaveLength(1)
  })

  it('a fresh read is not answered by a request that began before it', async () => {
    putImage(upstream, 'v1')
    upstream.faults.push({ method: 'fetchManifest', delayMs: 20 })
    const source = withCache(upstream, cache, { tagTtlMs: 0 })
    const before = source.fetchManifest(repository, v1)
    await Promise.all([before, source.fetchManifest(repository, v1, { fresh: true })])
    expect(upstream.requests).toHaveLength(2)
  })

  it('goes on for the others when one of those who wait goes away', async () => {
    const { digest } = putImage(upstream, 'v1')
    upstream.faults.push({ method: 'fetchManifest', delayMs: 20 })
    const source = withCache(upstream, cache, { tagTtlMs: 0 })
    const leaving = new AbortController()
    const left = source.fetchManifest(repository, digest, { signal: leaving.signal })
    const stayed = source.fetchManifest(repository, digest)
    leaving.abort()
    await expect(left).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' })
    await expect(stayed).resolves.toMatchObject({ digest })
  })

  it('ends the request when the last of those who wait has gone away', async () => {
    const { digest } = putImage(upstream, 'v1')
    let received: AbortSignal | undefined
    const slow = {
      ...upstream,
      fetchManifest: (_: RepositoryName, __: unknown, options?: { signal?: AbortSignal | undefined }) => {
        received = options?.signal
        return new Promise<never>(() => {})
      },
    }
    const source = withCache(slow, cache, { tagTtlMs: 0 })
    const leaving = new AbortController()
    const left = source.fetchManifest(repository, digest, { signal: leaving.signal })
    await Promise.resolve()
    leaving.abort(new DOMException('too late', 'TimeoutError'))
    await expect(left).rejects.toMatchObject({ code: 'REGISTRY_TIMEOUT' })
    expect(received?.aborted).toBe(true)
  })
})

describe('withCache over a cache on disk', () => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'content-'))
  })
  afterEach(() => rm(directory, { recursive: true, force: true }))

  it('finds manifests and blobs again after a restart', async () => {
    const upstream = createMemorySource()
    const { digest, blob } = putImage(upstream, 'v1')
    const before = createContentCache({ directory, maxBytes: 1e9 })
    const first = withCache(upstream, before, { tagTtlMs: 0 })
    await first.fetchManifest(repository, v1)
    await first.fetchBlob(repository, blob, { maxBytes })
    await before.close()
    upstream.requests.length = 0
    const after = withCache(upstream, createContentCache({ directory, maxBytes: 1e9 }), { tagTtlMs: 0 })
    await expect(after.fetchManifest(repository, digest)).resolves.toMatchObject({
      digest,
      manifest: { kind: 'manifest' },
    })
    expect(new TextDecoder().decode(await after.fetchBlob(repository, blob, { maxBytes }))).toBe('layer')
    expect(upstream.requests).toEqual([])
  })
})
