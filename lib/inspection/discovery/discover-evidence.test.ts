import { beforeEach, describe, expect, it } from 'vitest'
import { type Limits, limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { ErrorCode } from '#lib/errors/codes.ts'
import type { Discovery } from '#lib/evidence/discovery.ts'
import { type Digest, digestOf, isDigest } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { parsePlatform } from '#lib/oci/platform.ts'
import { parseReference } from '#lib/oci/reference.ts'
import { cosignTag, referrersTag } from '#lib/oci/tag-names.ts'
import type { ImageSource, ReferrersAnswer } from '#lib/registry/image-source.ts'
import {
  bundleLayer,
  bundleType,
  putFallback,
  putImage,
  putIndex,
  putReferrer,
  putTagged,
  signatureLayer,
} from '#lib/testing/memory-evidence.ts'
import { createMemorySource, type MemorySource } from '#lib/testing/memory-source.ts'
import { discoverEvidence } from './discover-evidence.ts'
import { resolveSubject } from './resolve-subject.ts'

const name = 'team/app'
const at = (rest: string) => parseReference(`registry.test/${name}${rest}`)
const sizeOf = async (source: ImageSource, digest: Digest) =>
  (await source.fetchManifest(at(':x').repository, digest)).bytes.length

function answerOf({ answers }: Discovery, asked: string) {
  return answers.find((answer) => answer.asked.endsWith(asked) || answer.store === asked)
}

describe('discoverEvidence', () => {
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

  it('records every store, and that nothing is there', async () => {
    const found = await discover()
    expect(found.items).toEqual([])
    expect(found.answers.map(({ store, asked, answer }) => [store, asked, answer])).toEqual([
      ['referrers', `/v2/${name}/referrers/${image}`, 'absent'],
      ['referrers-tag', referrersTag(image), 'absent'],
      ['tag', cosignTag(image, 'sig'), 'absent'],
      ['tag', cosignTag(image, 'att'), 'absent'],
      ['tag', cosignTag(image, 'sbom'), 'absent'],
      ['index', 'no index was asked for', 'absent'],
    ])
  })

  it('asks all stores at once', async () => {
    const subject = await resolveSubject(source, at(`@${image}`))
    source.requests.length = 0
    const discovering = discoverEvidence(source, subject)
    expect(source.requests).toHaveLength(5)
    await discovering
  })

  it('D-09 a stranger’s bundle does not hide the signature behind the tag', async () => {
    putReferrer(source, name, image, { layers: [bundleLayer('{"by":"stranger"}')] })
    putTagged(source, name, cosignTag(image, 'sig'), [signatureLayer('ours')])
    const { items } = await discover()
    expect(items.map(({ format, store }) => [format, store])).toEqual([
      ['sigstore-bundle', 'referrers'],
      ['cosign-simple-signing', 'tag'],
    ])
  })

  it('D-07 a login page instead of a list of referrers is a failed store, and the fallback tag is asked', async () => {
    const error = new AppError('REGISTRY_PROTOCOL', 'It is HTML.', { context: { status: 200 } })
    const found = await discover(withReferrers(() => Promise.reject(error)))
    expect(answerOf(found, 'referrers')).toMatchObject({ answer: 'failed', code: 'REGISTRY_PROTOCOL', status: 200 })
    expect(source.requests).toContain(`fetchManifest ${name} ${referrersTag(image)}`)
  })

  const outages: readonly [ErrorCode, number | null][] = [
    ['REGISTRY_UNAUTHORIZED', 401],
    ['REGISTRY_FORBIDDEN', 403],
    ['REGISTRY_RATE_LIMITED', 429],
    ['REGISTRY_UNAVAILABLE', 503],
    ['REGISTRY_TIMEOUT', null],
    ['REGISTRY_PROTOCOL', 200],
    ['DIGEST_MISMATCH', null],
    ['MANIFEST_UNSUPPORTED', null],
  ]
  it.each(outages)('D-08 D-16 H-01 %s is a failed store in each place, never an absent one', async (code, status) => {
    const error = new AppError(code, 'no', { context: { status } })
    const places = [
      { method: 'fetchManifest', argument: '.sig' },
      { method: 'fetchManifest', argument: '.att' },
      { method: 'fetchManifest', argument: '.sbom' },
      { method: 'listReferrers' },
    ] as const
    for (const place of places) {
      source.faults.length = 0
      source.faults.push({ ...place, error })
      const { answers } = await discover()
      expect(answers.filter(({ answer }) => answer === 'failed')).toMatchObject([{ code, status, count: 0 }])
    }
  })

  it('says in a sentence why a store could not answer, and when to ask again', async () => {
    const error = new AppError(
      'REGISTRY_RATE_LIMITED',
      'registry.test asks to slow down. It can be asked again in 40 s.',
    )
    const found = await discover(withReferrers(() => Promise.reject(error)))
    expect(answerOf(found, 'referrers')?.detail).toContain('again in 40 s')
    expect(answerOf(found, '.sig')?.detail).toBeNull()
  })

  it('tells a registry without the referrers API from one that has none of them', async () => {
    const found = await discover(withReferrers(async () => ({ answer: 'unsupported', status: 404 })))
    expect(answerOf(found, 'referrers')).toMatchObject({ answer: 'unsupported', status: 404, code: null })
  })

  it('D-05 D-06 L-02 a list of referrers that was cut off is failed, and what it held is still read', async () => {
    const digest = putReferrer(source, name, image, { layers: [bundleLayer('{}')] })
    const answer = await source.listReferrers(at(':x').repository, image)
    if (answer.answer !== 'listed') throw new Error('the memory source lists')
    const found = await discover(withReferrers(async () => ({ ...answer, truncated: true })))
    expect(answerOf(found, 'referrers')).toMatchObject({ answer: 'failed', code: 'LIMIT_EXCEEDED', count: 1 })
    expect(found.items).toMatchObject([{ manifestDigest: digest, problem: null }])
  })

  it('D-10 the manifest decides what a referrer is, whatever the list calls it', async () => {
    const chart = putReferrer(source, name, image, { artifactType: 'application/vnd.cncf.helm.chart', layers: [] })
    const bundle = putReferrer(source, name, image, { layers: [bundleLayer('{}')] })
    const answer = await source.listReferrers(at(':x').repository, image)
    if (answer.answer !== 'listed') throw new Error('the memory source lists')
    const descriptors = answer.descriptors.map((descriptor) => ({
      ...descriptor,
      artifactType: descriptor.digest === chart ? bundleType : mediaTypes.ociEmpty,
    }))
    const { items } = await discover(withReferrers(async () => ({ ...answer, descriptors })))
    expect(items).toMatchObject([{ manifestDigest: bundle, artifactType: bundleType, format: 'sigstore-bundle' }])
  })

  it('D-11 a referrer that names no subject or another one keeps what it claims', async () => {
    const other = digestOf(new TextEncoder().encode('another image'))
    const none = putReferrer(source, name, null, { layers: [bundleLayer('none')] })
    const foreign = putReferrer(source, name, other, { layers: [bundleLayer('foreign')] })
    const listed = await Promise.all(
      [none, foreign].map(async (digest) => ({ digest, size: await sizeOf(source, digest) })),
    )
    putFallback(source, name, referrersTag(image), listed)
    const { items } = await discover()
    expect(items.map(({ claimedSubject, subject }) => [claimedSubject, subject])).toEqual([
      [null, image],
      [other, image],
    ])
  })

  it('D-11 a referrer of another size than its list states is read and marked', async () => {
    const digest = putReferrer(source, name, image, { layers: [bundleLayer('{}')] })
    putFallback(source, name, referrersTag(image), [{ digest, size: 7 }])
    const { items } = await discover(withReferrers(async () => ({ answer: 'unsupported', status: 404 })))
    expect(items).toMatchObject([{ manifestDigest: digest, shapeProblem: expect.stringContaining('another size') }])
  })

  it('M-01 another manifest than the one that was listed is refused', async () => {
    putReferrer(source, name, image, { layers: [bundleLayer('listed')] })
    const subject = await resolveSubject(source, at(`@${image}`))
    const other = await source.fetchManifest(at(':x').repository, image)
    const lying: ImageSource = {
      ...source,
      fetchManifest: (repository, asked) =>
        isDigest(asked) ? Promise.resolve(other) : source.fetchManifest(repository, asked),
    }
    const found = await discoverEvidence(lying, subject)
    expect(answerOf(found, 'referrers')).toMatchObject({ answer: 'failed', code: 'DIGEST_MISMATCH' })
  })

  it('D-13 a fallback tag that is an image is reported and lists nothing', async () => {
    source.putTag(name, referrersTag(image), image)
    const found = await discover()
    expect(answerOf(found, 'referrers-tag')).toMatchObject({ answer: 'absent', code: 'MANIFEST_UNSUPPORTED', count: 0 })
  })

  it('D-14 a digest that the fallback tag lists a thousand times is one item and one request', async () => {
    const digest = putReferrer(source, name, null, { layers: [bundleLayer('{}')] })
    const size = await sizeOf(source, digest)
    putFallback(
      source,
      name,
      referrersTag(image),
      Array.from({ length: 1000 }, () => ({ digest, size })),
    )
    const { items } = await discover()
    expect(items).toHaveLength(1)
    expect(source.requests.filter((line) => line === `fetchManifest ${name} ${digest}`)).toHaveLength(2)
  })

  it('D-15 an index behind a signature tag is an item that is broken, and the others are read', async () => {
    putIndex(source, name, { amd64: image }, { tag: cosignTag(image, 'sig') })
    putTagged(source, name, cosignTag(image, 'att'), [{ mediaType: mediaTypes.dsseEnvelope, content: '{}' }])
    const { items, answers } = await discover()
    expect(answers.map(({ answer }) => answer)).not.toContain('failed')
    expect(items[0]).toMatchObject({ format: 'cosign-simple-signing', shapeProblem: expect.stringContaining('index') })
    expect(items[1]).toMatchObject({ format: 'cosign-dsse', shapeProblem: null })
  })

  it('D-18 what is listed by the API and by the fallback tag is one item of the API', async () => {
    const digest = putReferrer(source, name, image, { layers: [bundleLayer('{}')] })
    putFallback(source, name, referrersTag(image), [{ digest, size: await sizeOf(source, digest) }])
    const found = await discover()
    expect(found.items).toMatchObject([{ store: 'referrers' }])
    expect(answerOf(found, 'referrers-tag')).toMatchObject({ answer: 'found', count: 1 })
    expect(source.requests.filter((line) => line.startsWith('fetchBlob'))).toHaveLength(1)
  })

  it('D-18 a copy with another annotation stays apart, so that it cannot stand in for the original', async () => {
    const original = signatureLayer('payload')
    const copy = { ...original, annotations: { ...original.annotations, 'dev.sigstore.cosign/bundle': '{broken' } }
    putTagged(source, name, cosignTag(image, 'sig'), [copy, original])
    expect((await discover()).items).toHaveLength(2)
  })

  it('S-16 the same layer five hundred times is one item', async () => {
    putTagged(
      source,
      name,
      cosignTag(image, 'sig'),
      Array.from({ length: 500 }, () => signatureLayer('payload')),
    )
    const found = await discover()
    expect(found.items).toHaveLength(1)
    expect(answerOf(found, '.sig')).toMatchObject({ answer: 'found', count: 500 })
  })

  it('D-20 a sha512 digest is never looked up as sha256', async () => {
    const subject = await resolveSubject(source, at(`@${image}`))
    const digest = digestOf(subject.bytes, 'sha512')
    const { answers } = await discoverEvidence(source, { ...subject, digest })
    expect(answers.filter(({ store }) => store === 'tag').map(({ answer }) => answer)).toEqual(
      Array(3).fill('unsupported'),
    )
    expect(answers.every(({ asked }) => !asked.includes('sha256'))).toBe(true)
  })

  it('D-23 statements of BuildKit belong to the platform that they describe, and are counted for the index', async () => {
    const arm = putImage(source, name, { architecture: 'arm64' })
    const statementFor = (digest: Digest) => ({
      mediaType: mediaTypes.ociManifest,
      digest: putTagged(source, name, `statement-${digest.slice(7, 14)}`, [
        { mediaType: mediaTypes.inToto, content: `{"about":"${digest}"}` },
        { mediaType: 'application/octet-stream', content: 'something else' },
      ]),
      size: 1,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': digest },
    })
    putIndex(
      source,
      name,
      { amd64: image, arm64: arm },
      { tag: 'multi', more: [statementFor(image), statementFor(arm)] },
    )
    const platform = await discoverEvidence(
      source,
      await resolveSubject(source, at(':multi'), parsePlatform('linux/arm64')),
    )
    expect(platform.items).toMatchObject([{ format: 'in-toto-unsigned', store: 'index', subject: arm }])
    const whole = await discoverEvidence(source, await resolveSubject(source, at(':multi')))
    expect(whole.items).toEqual([])
    expect(answerOf(whole, 'index')).toMatchObject({ answer: 'found', count: 2 })
  })

  it('M-02 a blob of another size than its descriptor states is a problem of that item', async () => {
    const layer = signatureLayer('payload')
    const manifest = putTagged(source, name, cosignTag(image, 'sig'), [layer])
    const { bytes } = await source.fetchManifest(at(':x').repository, manifest)
    for (const size of [6, 8]) {
      const changed = new TextDecoder().decode(bytes).replace('"size":7', `"size":${size}`)
      source.putManifest(name, new TextEncoder().encode(changed), cosignTag(image, 'sig'))
      expect((await discover()).items).toMatchObject([{ bytes: null, problem: { code: 'DIGEST_MISMATCH' } }])
    }
  })

  it('M-02 H-01 a blob that cannot be had is a problem of that item, and the others are read', async () => {
    putTagged(source, name, cosignTag(image, 'sig'), [signatureLayer('first'), signatureLayer('second')])
    const first = digestOf(new TextEncoder().encode('first'))
    source.faults.push({ method: 'fetchBlob', argument: first, error: new AppError('REGISTRY_TIMEOUT', 'too slow') })
    const { items, answers } = await discover()
    expect(items.map(({ problem }) => problem?.code ?? null)).toEqual(['REGISTRY_TIMEOUT', null])
    expect(answers.map(({ answer }) => answer)).not.toContain('failed')
  })

  it('M-01 a referrer whose manifest has other bytes makes the store failed, and the others are read', async () => {
    const bad = putReferrer(source, name, image, { layers: [bundleLayer('bad')] })
    putReferrer(source, name, image, { layers: [bundleLayer('good')] })
    const answer = await source.listReferrers(at(':x').repository, image)
    source.corrupt(name, bad, new TextEncoder().encode('{}'))
    const found = await discover(withReferrers(async () => answer))
    expect(answerOf(found, 'referrers')).toMatchObject({ answer: 'failed', code: 'DIGEST_MISMATCH', count: 1 })
    expect(found.items).toHaveLength(1)
  })

  it('a bundle’s manifest has exactly one layer, and that is a bundle', async () => {
    putReferrer(source, name, image, { layers: [] })
    putReferrer(source, name, image, { layers: [bundleLayer('a'), bundleLayer('b')] })
    putReferrer(source, name, image, { layers: [{ mediaType: 'text/html', content: '<p>' }] })
    const { items } = await discover()
    expect(items).toHaveLength(3)
    for (const item of items)
      expect(item).toMatchObject({ format: 'sigstore-bundle', shapeProblem: expect.any(String) })
  })

  it.each([
    ['cosign-simple-signing', mediaTypes.cosignSignatureArtifact, mediaTypes.simpleSigning],
    ['cosign-dsse', mediaTypes.inToto, mediaTypes.dsseEnvelope],
    ['in-toto-unsigned', 'application/vnd.docker.attestation.manifest.v1+json', mediaTypes.inToto],
    ['notation-jws', mediaTypes.notationArtifact, mediaTypes.jose],
    ['notation-cose', mediaTypes.notationArtifact, mediaTypes.cose],
    ['sbom', 'application/spdx+json', 'application/vnd.oci.image.layer.v1.tar'],
    ['sbom', 'application/vnd.example', 'application/vnd.cyclonedx+json;version=1.5'],
    ['sigstore-bundle', 'application/vnd.example', 'application/vnd.dev.sigstore.bundle+json;version=0.1'],
  ])('reads a referrer as %s (%s, %s)', async (format, artifactType, mediaType) => {
    putReferrer(source, name, image, { artifactType, layers: [{ mediaType, content: 'evidence' }] })
    expect((await discover()).items).toMatchObject([{ format, artifactType, shapeProblem: null }])
  })

  it.each(['application/vnd.cncf.helm.chart', 'application/sarif+json'])(
    'passes over a referrer that is no evidence: %s',
    async (artifactType) => {
      putReferrer(source, name, image, { artifactType, layers: [{ mediaType: 'application/json', content: '{}' }] })
      expect((await discover()).items).toEqual([])
    },
  )

  it('ends when nobody waits any more instead of calling every store failed', async () => {
    const error = new AppError('REQUEST_CANCELLED', 'gone')
    const subject = await resolveSubject(source, at(`@${image}`))
    source.faults.push({ method: 'fetchManifest', argument: '.sig', error })
    await expect(discoverEvidence(source, subject)).rejects.toMatchObject({ code: 'REQUEST_CANCELLED' })
  })

  it('H-05 a programming error in a source is a failed store with a code of its own', async () => {
    source.faults.push({ method: 'listReferrers', error: new TypeError('boom') })
    expect(answerOf(await discover(), 'referrers')).toMatchObject({ answer: 'failed', code: 'INTERNAL' })
  })
})
