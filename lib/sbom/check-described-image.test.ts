import { describe, expect, it } from 'vitest'
import type { Digest } from '#lib/oci/digest.ts'
import { checkDescribedImage, checkDocument, type DescribedImage } from './check-described-image.ts'
import { parseSbom } from './parse-sbom.ts'

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as Digest
const image: DescribedImage = {
  digest: digest('a'),
  platform: 'linux/amd64',
  configDigest: digest('c'),
  indexDigest: digest('f'),
  siblings: [{ digest: digest('b'), platform: 'linux/arm64' }],
}
const factsOf = (member: object) =>
  parseSbom({ bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component: { name: 'x', ...member } } }).facts
const codes = (member: object, other: Partial<DescribedImage> = {}) =>
  checkDescribedImage(factsOf(member), { ...image, ...other }).map(({ code }) => code)

describe('checkDescribedImage', () => {
  it('is silent when the document names this image by manifest or config, or names nothing to compare', () => {
    expect(codes({ version: digest('a') })).toEqual([])
    expect(codes({ version: digest('c') })).toEqual([])
    expect(codes({ purl: `pkg:oci/x@sha256%3A${'a'.repeat(64)}?arch=arm64` })).toEqual([])
    expect(codes({})).toEqual([])
  })

  it('warns of a document about another image', () => {
    expect(codes({ version: digest('9') })).toEqual(['SBOM_OTHER_SUBJECT'])
  })

  it('warns of a document about another platform, by digest and by architecture', () => {
    expect(codes({ version: digest('b') })).toEqual(['SBOM_OTHER_PLATFORM'])
    expect(codes({ purl: 'pkg:oci/x?arch=arm64' })).toEqual(['SBOM_OTHER_PLATFORM'])
    expect(codes({ purl: 'pkg:oci/x?arch=x86_64' })).toEqual([])
    expect(codes({ purl: 'pkg:oci/x?arch=constructor' })).toEqual(['SBOM_OTHER_PLATFORM'])
    expect(codes({ version: digest('b') }, { platform: null, digest: digest('f') })).toEqual(['SBOM_OTHER_PLATFORM'])
  })

  it('warns of a document about the whole index', () => {
    expect(codes({ version: digest('f') })).toEqual(['SBOM_INDEX_ONLY'])
  })
})

describe('checkDocument', () => {
  it('warns of a document without packages and passes on its problems', () => {
    expect(checkDocument(factsOf({}), ['broken']).map(({ code }) => code)).toEqual(['SBOM_EMPTY', 'SBOM_IRREGULAR'])
    const listed = parseSbom({ spdxVersion: 'SPDX-2.3', packages: [{ name: 'a' }] })
    expect(checkDocument(listed.facts, listed.listProblems())).toEqual([])
  })
})
