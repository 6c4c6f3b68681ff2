import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors/app-error.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { parseRepository } from '#lib/oci/reference.ts'
import { createMemorySource, type MemorySource } from '#lib/testing/memory-source.ts'
import { listTags } from './list-tags.ts'
import type { Sources } from './sources.ts'

const repository = parseRepository('registry.test/team/app')
const ask = { query: null, helpers: false, limit: 100, after: null }
const config = JSON.stringify({ os: 'linux', architecture: 'arm64', created: '2026-01-02T03:04:05Z' })

const toSources = (source: MemorySource): Sources => ({
  list: async () => [],
  open: async () => source,
  probe: () => Promise.reject(new TypeError('not asked here')),
  invalidate() {},
})

function putImage(source: MemorySource, tag: string, layerSize = 100): string {
  const digest = source.putBlob('team/app', config)
  const layer = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar',
    digest: digestOf(new Uint8Array([layerSize])),
    size: layerSize,
  }
  const image = {
    schemaVersion: 2,
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest, size: config.length },
    layers: [layer],
  }
  return source.putManifest('team/app', image, tag)
}

describe('listTags', () => {
  it('says what each image is made for, when, and how large it is', async () => {
    const source = createMemorySource()
    const digest = putImage(source, 'v1')
    const { items } = await listTags(toSources(source), repository, ask)
    expect(items).toMatchObject([
      {
        tag: 'v1',
        digest,
        platforms: ['linux/arm64'],
        createdAt: '2026-01-02T03:04:05.000Z',
        sizeBytes: 100 + config.length,
        error: null,
      },
    ])
  })

  it('sums an index over its platforms, shared layers once', async () => {
    const source = createMemorySource()
    const child = putImage(source, 'child')
    const entry = (architecture: string) => ({
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      digest: child,
      size: 1,
      platform: { os: 'linux', architecture },
    })
    const index = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [entry('arm64'), entry('amd64')],
    }
    source.putManifest('team/app', index, 'multi')
    const { items } = await listTags(toSources(source), repository, { ...ask, query: 'multi' })
    expect(items).toMatchObject([{ platforms: ['linux/arm64', 'linux/amd64'], sizeBytes: 100 + config.length }])
  })

  it('folds helper tags away and counts them', async () => {
    const source = createMemorySource()
    putImage(source, 'v1')
    putImage(source, `sha256-${'a'.repeat(64)}.sig`)
    const folded = await listTags(toSources(source), repository, ask)
    expect(folded).toMatchObject({ items: [{ tag: 'v1' }], helperCount: 1 })
    const unfolded = await listTags(toSources(source), repository, { ...ask, helpers: true })
    expect(unfolded.items.map(({ helper }) => helper).toSorted()).toEqual([false, true])
  })

  it('keeps a tag that cannot be resolved as a row with its error', async () => {
    const source = createMemorySource()
    putImage(source, 'good')
    putImage(source, 'gone')
    source.faults.push({ method: 'fetchManifest', argument: 'gone', error: new AppError('REGISTRY_FORBIDDEN', 'No.') })
    const { items } = await listTags(toSources(source), repository, ask)
    expect(items.find(({ tag }) => tag === 'gone')).toMatchObject({
      digest: null,
      error: { code: 'REGISTRY_FORBIDDEN' },
    })
    expect(items.find(({ tag }) => tag === 'good')).toMatchObject({ error: null })
  })

  it('pages through all tags once, whatever is folded away', async () => {
    const source = createMemorySource()
    for (let n = 0; n < 25; n += 1) putImage(source, `v${String(n).padStart(2, '0')}`)
    for (let n = 10; n < 20; n += 1) putImage(source, `sha256-${String(n).repeat(32)}.sig`)
    const seen: string[] = []
    let after: string | null = null
    do {
      const page: Awaited<ReturnType<typeof listTags>> = await listTags(toSources(source), repository, {
        ...ask,
        limit: 7,
        after,
      })
      seen.push(...page.items.map(({ tag }) => tag))
      after = page.next
    } while (after !== null)
    expect(seen).toHaveLength(25)
    expect(new Set(seen).size).toBe(25)
  })

  it('reads no more pages than the limit needs', async () => {
    const source = createMemorySource()
    for (let n = 0; n < 50; n += 1) putImage(source, `v${n}`)
    await listTags(toSources(source), repository, { ...ask, limit: 5 })
    expect(source.requests.filter((line) => line.startsWith('listTags'))).toHaveLength(1)
  })
})
