import { describe, expect, it } from 'vitest'
import { matchImage } from './match-image.ts'

const hex = 'ab'.repeat(32)
const other = 'cd'.repeat(32)
const image = { digest: `sha256:${hex}`, repository: 'registry.example/birds' }

describe('matchImage', () => {
  it.each([
    ['pkg:oci/birds', [`sha256:${hex}`]],
    ['pkg:oci/birds', [`SHA-256:${hex.toUpperCase()}`]],
    [`pkg:oci/birds@sha256%3A${hex}?repository_url=registry.example/birds`, []],
    [`registry.example/birds@sha256:${hex}`, []],
    [`oci://other.example/mirror@sha256:${hex}`, []],
  ])('knows the image by its digest: %s', (named, digests) => {
    expect(matchImage(named, digests, image)).toBe('this-image')
  })

  it.each([
    ['registry.example/birds:v1', [`sha256:${other}`]],
    [`registry.example/birds@sha256:${other}`, []],
    [`pkg:oci/birds@sha256%3a${other}`, []],
    ['pkg:deb/debian/xz-utils@5.6.1', []],
    ['pkg:deb/debian/xz-utils@5.6.1?of=pkg:oci/birds', []],
  ])('knows another thing: %s', (named, digests) => {
    expect(matchImage(named, digests, image)).toBe('another')
  })

  it.each(['registry.example/birds:v1', 'pkg:oci/birds', 'oci://app', '', `sha256:${hex.slice(1)}`, `x${hex}`])(
    'A-18 takes a name without a digest for nobody: %j',
    (named) => {
      expect(matchImage(named, [], image)).toBe('unclear')
    },
  )

  it.each([
    ['pkg:oci/birds', ['sha512:ab', 'sha25:ab', 'gitCommit:ab']],
    ['registry.example/pkg:deb/xz', []],
    [`${' '.repeat(4000)}sha256:${other}`, []],
    [`${' '.repeat(4000)}sha256:${hex}`, []],
  ])('takes %j with other kinds of digests, or with what stands too far behind, for nobody', (named, digests) => {
    expect(matchImage(named, digests, image)).toBe('unclear')
  })
})
