import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors/app-error.ts'
import { parsePlatform } from '#lib/oci/platform.ts'
import { parseReference } from '#lib/oci/reference.ts'
import { cosignTag } from '#lib/oci/tag-names.ts'
import { withCache } from '#lib/registry/cached-source.ts'
import { createContentCache } from '#lib/registry/content-cache.ts'
import type { ImageSource } from '#lib/registry/image-source.ts'
import { putImage, putIndex, putTagged, signatureLayer } from '#lib/testing/memory-evidence.ts'
import { createMemorySource, type MemorySource } from '#lib/testing/memory-source.ts'
import { discoverImage } from './discover-image.ts'

const name = 'team/app'
const v1 = parseReference(`registry.test/${name}:v1`)

describe('discoverImage', () => {
  let upstream: MemorySource
  let source: ImageSource
  beforeEach(() => {
    upstream = createMemorySource()
    source = withCache(upstream, createContentCache({ directory: null, maxBytes: 0 }), { tagTtlMs: 0 })
  })
  const putSigned = (content: string) => {
    const digest = putImage(upstream, name, { tag: 'v1', content })
    putTagged(upstream, name, cosignTag(digest, 'sig'), [signatureLayer(`for ${digest}`)])
    return digest
  }

  it('asks the stores of the last digest while the tag is being resolved', async () => {
    putSigned('one')
    await discoverImage(source, v1)
    upstream.requests.length = 0
    upstream.faults.push({ method: 'fetchManifest', argument: 'v1', delayMs: 40 })
    const asking = discoverImage(source, v1)
    await new Promise((resolve) => setTimeout(resolve, 15))
    expect(upstream.requests).toHaveLength(6)
    expect((await asking).discovery.items).toHaveLength(1)
    expect(upstream.requests).toHaveLength(6)
  })

  it('the second time only the tag and the stores are asked', async () => {
    putSigned('one')
    await discoverImage(source, v1)
    upstream.requests.length = 0
    const { discovery, subject } = await discoverImage(source, v1)
    expect(discovery.items).toMatchObject([{ problem: null }])
    expect(subject.reference).toEqual(v1)
    expect(upstream.requests.map((line) => line.split(' ')[0]).toSorted()).toEqual([
      ...Array(5).fill('fetchManifest'),
      'listReferrers',
    ])
  })

  it('D-02 D-03 a tag that moved is judged by the evidence of its new digest only', async () => {
    const old = putSigned('one')
    await discoverImage(source, v1)
    const digest = putImage(upstream, name, { tag: 'v1', content: 'two' })
    const { subject, discovery } = await discoverImage(source, v1)
    expect(subject.digest).toBe(digest)
    expect(discovery).toMatchObject({ subject: digest, items: [] })
    expect(discovery.answers.some(({ asked }) => asked.includes(old.slice(7)))).toBe(false)
  })

  it('D-12 a signature that was removed is gone in the next run', async () => {
    const digest = putSigned('one')
    expect((await discoverImage(source, v1)).discovery.items).toHaveLength(1)
    upstream.remove(name, cosignTag(digest, 'sig'))
    expect((await discoverImage(source, v1)).discovery.items).toEqual([])
  })

  it('a tag that cannot be resolved any more is an error, whatever was known of it', async () => {
    putSigned('one')
    await discoverImage(source, v1)
    const error = new AppError('REGISTRY_UNAUTHORIZED', 'no')
    upstream.faults.push({ method: 'fetchManifest', argument: 'v1', error })
    await expect(discoverImage(source, v1)).rejects.toMatchObject({ code: 'REGISTRY_UNAUTHORIZED' })
  })

  it('discovers about a platform and about its index', async () => {
    const arm = putImage(upstream, name, { architecture: 'arm64' })
    const index = putIndex(upstream, name, { arm64: arm }, { tag: 'v1' })
    putTagged(upstream, name, cosignTag(index, 'sig'), [signatureLayer('index')])
    for (let round = 0; round < 2; round += 1) {
      const found = await discoverImage(source, v1, parsePlatform('linux/arm64'))
      expect(found.discovery).toMatchObject({ subject: arm, items: [] })
      expect(found.indexDiscovery).toMatchObject({ subject: index, items: [{ subject: index }] })
    }
  })

  it('a failed store stays failed when it was asked ahead', async () => {
    putSigned('one')
    await discoverImage(source, v1)
    upstream.faults.push({ method: 'listReferrers', error: new AppError('REGISTRY_UNAVAILABLE', 'no') })
    const { discovery } = await discoverImage(source, v1)
    expect(discovery.answers.filter(({ answer }) => answer === 'failed')).toHaveLength(1)
  })
})
