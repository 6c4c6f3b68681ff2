import { beforeEach, describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors/app-error.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { ImageIndex } from '#lib/oci/manifest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { parsePlatform } from '#lib/oci/platform.ts'
import { parseReference } from '#lib/oci/reference.ts'
import type { ImageSource } from '#lib/registry/image-source.ts'
import { putImage, putIndex, putReferrer } from '#lib/testing/memory-evidence.ts'
import { createMemorySource, type MemorySource } from '#lib/testing/memory-source.ts'
import { listPlatforms, resolveSubject, toIndexSubject } from './resolve-subject.ts'

const name = 'team/app'
const at = (rest: string) => parseReference(`registry.test/${name}${rest}`)
const arm64 = parsePlatform('linux/arm64')

describe('resolveSubject', () => {
  let source: MemorySource
  beforeEach(() => {
    source = createMemorySource()
  })

  it('D-02 the digest decides where a reference has a tag as well', async () => {
    const asked = putImage(source, name, { content: 'asked' })
    putImage(source, name, { content: 'signed', tag: 'v1' })
    expect((await resolveSubject(source, at(`:v1@${asked}`))).digest).toBe(asked)
    expect(source.requests).toEqual([`fetchManifest ${name} ${asked}`])
  })

  it('D-03 asks for a tag once', async () => {
    putImage(source, name, { tag: 'v1' })
    await resolveSubject(source, at(':v1'))
    expect(source.requests).toEqual([`fetchManifest ${name} v1`])
  })

  it('D-03 refuses another manifest than the digest that was asked for', async () => {
    const asked = putImage(source, name)
    const other = putImage(source, name, { content: 'other' })
    const lying = { ...source, fetchManifest: () => source.fetchManifest(at(':x').repository, other) }
    await expect(resolveSubject(lying, at(`@${asked}`))).rejects.toMatchObject({ code: 'DIGEST_MISMATCH' })
  })

  it('chooses the manifest of a platform and keeps the index', async () => {
    const amd = putImage(source, name)
    const arm = putImage(source, name, { architecture: 'arm64' })
    const index = putIndex(source, name, { amd64: amd, arm64: arm }, { tag: 'v1' })
    const subject = await resolveSubject(source, at(':v1'), arm64)
    expect(subject).toMatchObject({ digest: arm, index: { digest: index }, platform: { architecture: 'arm64' } })
    expect(toIndexSubject(subject)).toMatchObject({ digest: index, index: null, platform: null })
  })

  it('without a platform the index itself is the subject', async () => {
    const index = putIndex(source, name, { amd64: putImage(source, name) }, { tag: 'v1' })
    const subject = await resolveSubject(source, at(':v1'))
    expect(subject).toMatchObject({ digest: index, index: null, manifest: { kind: 'index' } })
    expect(toIndexSubject(subject)).toBeNull()
  })

  it('says which platforms there are when the one asked for is not', async () => {
    putIndex(source, name, { amd64: putImage(source, name), riscv64: putImage(source, name) }, { tag: 'v1' })
    const refused = resolveSubject(source, at(':v1'), arm64)
    await expect(refused).rejects.toMatchObject({ code: 'PLATFORM_NOT_FOUND' })
    await expect(refused).rejects.toThrow('linux/amd64, linux/riscv64')
  })

  it('takes the exact variant before a wider one', async () => {
    const v6 = putImage(source, name, { content: 'v6' })
    const v7 = putImage(source, name, { content: 'v7' })
    const entry = (digest: string, variant: string) => ({
      mediaType: mediaTypes.ociManifest,
      digest,
      size: 1,
      platform: { os: 'linux', architecture: 'arm', variant },
    })
    putIndex(source, name, {}, { tag: 'v1', more: [entry(v6, 'v6'), entry(v7, 'v7')] })
    expect((await resolveSubject(source, at(':v1'), parsePlatform('linux/arm/v7'))).digest).toBe(v7)
    expect((await resolveSubject(source, at(':v1'), parsePlatform('linux/arm'))).digest).toBe(v6)
  })

  it('compares the platform with the config of a single manifest', async () => {
    const digest = putImage(source, name, { tag: 'v1', architecture: 'arm64' })
    expect(await resolveSubject(source, at(':v1'), arm64)).toMatchObject({ digest, index: null })
    const other = resolveSubject(source, at(':v1'), parsePlatform('linux/amd64'))
    await expect(other).rejects.toMatchObject({ code: 'PLATFORM_NOT_FOUND' })
  })

  it('an artifact has no platform, and its config is not read for one', async () => {
    const digest = putReferrer(source, name, null, { layers: [{ mediaType: 'text/plain', content: 'x' }] })
    await expect(resolveSubject(source, at(`@${digest}`), arm64)).rejects.toMatchObject({ code: 'PLATFORM_NOT_FOUND' })
    expect(source.requests.filter((line) => line.startsWith('fetchBlob'))).toEqual([])
  })

  it('D-17 tells a missing child of an index from a missing tag', async () => {
    const gone = putImage(source, name, { architecture: 'arm64' })
    putIndex(source, name, { arm64: gone }, { tag: 'v1' })
    source.remove(name, gone)
    await expect(resolveSubject(source, at(':v1'), arm64)).rejects.toThrow('names a manifest that is not in')
    await expect(resolveSubject(source, at(':v2'), arm64)).rejects.toMatchObject({ code: 'IMAGE_NOT_FOUND' })
  })

  it('D-23 attestation manifests of BuildKit are no platforms', async () => {
    const arm = putImage(source, name, { architecture: 'arm64' })
    const statement = {
      mediaType: mediaTypes.ociManifest,
      digest: putImage(source, name, { content: 'statement' }),
      size: 1,
      platform: { os: 'unknown', architecture: 'unknown' },
      annotations: { 'vnd.docker.reference.type': 'attestation-manifest', 'vnd.docker.reference.digest': arm },
    }
    putIndex(source, name, { arm64: arm }, { tag: 'v1', more: [statement] })
    const whole = await resolveSubject(source, at(':v1'))
    expect(whole.manifest.kind === 'index' ? listPlatforms(whole.manifest) : []).toHaveLength(1)
    expect(whole.attestations).toHaveLength(1)
    expect((await resolveSubject(source, at(':v1'), arm64)).attestations).toHaveLength(1)
    const unknown = resolveSubject(source, at(':v1'), parsePlatform('unknown/unknown'))
    await expect(unknown).rejects.toMatchObject({ code: 'PLATFORM_NOT_FOUND' })
  })

  it('finds a platform in an index inside the index', async () => {
    const arm = putImage(source, name, { architecture: 'arm64' })
    const inner = putIndex(source, name, { arm64: arm })
    const outer = putIndex(
      source,
      name,
      {},
      { tag: 'v1', more: [{ mediaType: mediaTypes.ociIndex, digest: inner, size: 1 }] },
    )
    expect(await resolveSubject(source, at(':v1'), arm64)).toMatchObject({ digest: arm, index: { digest: outer } })
  })

  it('L-17 an index that holds itself ends', async () => {
    const digest = putIndex(source, name, {})
    const fetched = await source.fetchManifest(at(':x').repository, digest)
    const nested = { mediaType: mediaTypes.ociIndex, size: 1, artifactType: null, annotations: {}, platform: null }
    let requests = 0
    const looping: ImageSource = {
      ...source,
      fetchManifest: async (_, asked) => {
        requests += 1
        const own = asked as Digest
        const next = `sha256:${requests.toString(16).padStart(64, '0')}` as Digest
        const manifests = [own, next].map((child) => ({ ...nested, digest: child }))
        return { ...fetched, digest: own, manifest: { ...fetched.manifest, manifests } as ImageIndex }
      },
    }
    await expect(resolveSubject(looping, at(`@${digest}`), arm64)).rejects.toMatchObject({ code: 'PLATFORM_NOT_FOUND' })
    expect(requests).toBeLessThanOrEqual(3)
  })

  it('L-17 an index of thousands of indexes is not read whole', async () => {
    const more = Array.from({ length: 500 }, (_, index) => ({
      mediaType: mediaTypes.ociIndex,
      digest: putIndex(
        source,
        name,
        {},
        { more: [{ mediaType: mediaTypes.ociManifest, digest: putImage(source, name), size: index }] },
      ),
      size: 1,
    }))
    putIndex(source, name, {}, { tag: 'v1', more })
    await expect(resolveSubject(source, at(':v1'), arm64)).rejects.toMatchObject({ code: 'PLATFORM_NOT_FOUND' })
    expect(source.requests.length).toBeLessThanOrEqual(30)
  })

  it.each(['REGISTRY_UNAUTHORIZED', 'REGISTRY_RATE_LIMITED', 'REGISTRY_TIMEOUT', 'MANIFEST_UNSUPPORTED'] as const)(
    'M-11 an image that cannot be resolved is an error, not a state: %s',
    async (code) => {
      source.faults.push({ method: 'fetchManifest', error: new AppError(code, 'no') })
      await expect(resolveSubject(source, at(':v1'))).rejects.toMatchObject({ code })
    },
  )
})
