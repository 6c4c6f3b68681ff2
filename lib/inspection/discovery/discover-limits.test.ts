import { beforeEach, describe, expect, it } from 'vitest'
import { type Limits, limits } from '#lib/config/limits.ts'
import type { Discovery } from '#lib/evidence/discovery.ts'
import { type Digest, digestOf } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { parseReference } from '#lib/oci/reference.ts'
import { cosignTag } from '#lib/oci/tag-names.ts'
import { withCache } from '#lib/registry/cached-source.ts'
import { createContentCache } from '#lib/registry/content-cache.ts'
import type { ImageSource, ReferrersAnswer } from '#lib/registry/image-source.ts'
import { bundleLayer, putImage, putReferrer, putTagged, signatureLayer } from '#lib/testing/memory-evidence.ts'
import { createMemorySource, type MemorySource } from '#lib/testing/memory-source.ts'
import { discoverEvidence } from './discover-evidence.ts'
import { resolveSubject } from './resolve-subject.ts'

const name = 'team/app'
const at = (rest: string) => parseReference(`registry.test/${name}${rest}`)
const _sizeOf = async (source: ImageSource, digest: Digest) =>
  (await source.fetchManifest(at(':x').repository, digest)).bytes.length

function answerOf({ answers }: Discovery, asked: string) {
  return answers.find((answer) => answer.asked.endsWith(asked) || answer.store === asked)
}

describe('discoverEvidence within its limits', () => {
  let source: MemorySource
  let image: Digest
  beforeEach(() => {
    source = createMemorySource()
    image = putImage(source, name, { tag: 'v1' })
  })
  const discover = async (using: ImageSource = source, changed: Partial<Limits> = {}) =>
    discoverEvidence(using, await resolveSubject(using, at(`@${image}`)), {
      limits: { ...limits, ...changed } as Limits,
    })
  const withReferrers = (listReferrers: () => Promise<ReferrersAnswer>): ImageSource => ({ ...source, listReferrers })

  it('L-01 a signature manifest of 1,001 layers is read up to the limit and said to be cut off', async () => {
    const layers = Array.from({ length: 1001 }, (_, index) => signatureLayer('payload', `c2ln${index}`))
    putTagged(source, name, cosignTag(image, 'sig'), layers)
    putTagged(source, name, cosignTag(image, 'att'), [{ mediaType: mediaTypes.dsseEnvelope, content: '{}' }])
    const found = await discover()
    expect(answerOf(found, '.sig')).toMatchObject({ answer: 'failed', code: 'LIMIT_EXCEEDED', count: 1000 })
    expect(answerOf(found, '.att')).toMatchObject({ answer: 'found' })
    expect(found.items).toHaveLength(1001)
  })

  it('L-03 a blob above its limit is not fetched', async () => {
    const tag = cosignTag(image, 'sig')
    putTagged(source, name, tag, [signatureLayer('x'.repeat(limits.maxSimpleSigningBytes + 1))])
    expect((await discover()).items).toMatchObject([{ bytes: null, problem: { code: 'LIMIT_EXCEEDED' } }])
    expect(source.requests.filter((line) => line.startsWith('fetchBlob'))).toEqual([])
  })

  it('L-04 all evidence together stays within a budget, and small signatures come before large referrers', async () => {
    for (let index = 0; index < 10; index += 1) {
      putReferrer(source, name, image, { layers: [bundleLayer(`${index}`.padEnd(1000, '.'))] })
    }
    putTagged(source, name, cosignTag(image, 'sig'), [signatureLayer('ours')])
    const { items } = await discover(source, { maxInspectionBytes: 3001 })
    const read = items.filter(({ bytes }) => bytes !== null)
    expect(read.map(({ store }) => store)).toEqual(['referrers', 'referrers', 'tag'])
    expect(new Set(items.map(({ problem }) => problem?.code ?? null))).toEqual(new Set([null, 'LIMIT_EXCEEDED']))
  })

  it('L-02 of ten thousand referrers only as many as allowed are read', async () => {
    const digest = putReferrer(source, name, image, { layers: [bundleLayer('{}')] })
    const answer = await source.listReferrers(at(':x').repository, image)
    if (answer.answer !== 'listed') throw new Error('the memory source lists')
    const [first] = answer.descriptors
    if (first === undefined) throw new Error('there is one')
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      ...first,
      digest: index === 0 ? digest : digestOf(new TextEncoder().encode(String(index))),
    }))
    const found = await discover(withReferrers(async () => ({ ...answer, descriptors: many })))
    expect(answerOf(found, 'referrers')).toMatchObject({ answer: 'failed', count: 1 })
    expect(source.requests.length).toBeLessThan(limits.maxReferrers + 20)
  })

  it('L-02 H-01 a store that never answers is failed after its time, and the evidence of the others is still read', async () => {
    putTagged(source, name, cosignTag(image, 'sig'), [signatureLayer('ours')])
    const hanging = withReferrers(() => new Promise(() => {}))
    const patient = withCache(hanging, createContentCache({ directory: null, maxBytes: 0 }), { tagTtlMs: 0 })
    const found = await discover(patient, { storesTimeoutMs: 50 })
    expect(answerOf(found, 'referrers')).toMatchObject({ answer: 'failed', code: 'REGISTRY_TIMEOUT' })
    expect(found.items).toMatchObject([{ problem: null }])
  })
})
