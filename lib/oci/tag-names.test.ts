import { describe, expect, it } from 'vitest'
import { digestOf, isDigest, parseDigest } from './digest.ts'
import { isTag } from './reference.ts'
import { cosignTag, isHelperTag, referrersTag } from './tag-names.ts'

const bytes = new TextEncoder().encode('content')
const hex = 'a'.repeat(64)

describe('tag names', () => {
  it('are those of cosign and of the referrers tag schema', () => {
    const digest = parseDigest(`sha256:${hex}`)
    expect(cosignTag(digest, 'sig')).toBe(`sha256-${hex}.sig`)
    expect(cosignTag(digest, 'att')).toBe(`sha256-${hex}.att`)
    expect(referrersTag(digest)).toBe(`sha256-${hex}`)
  })

  it('D-20 cut a sha512 digest as the specification says, never to that of another algorithm', () => {
    const tag = referrersTag(digestOf(bytes, 'sha512'))
    expect(tag).toMatch(/^sha512-[0-9a-f]{64}$/)
    expect(isTag(tag)).toBe(true)
  })

  it('tell helper tags from images', () => {
    for (const tag of [
      `sha256-${hex}`,
      `sha256-${hex}.sig`,
      `sha256-${hex}.att`,
      `sha256-${hex}.sbom`,
      `sha512-${hex}`,
    ]) {
      expect(isHelperTag(tag)).toBe(true)
    }
    for (const tag of [
      'v1',
      'latest',
      `sha256-${hex}.txt`,
      `sha256-${hex.slice(1)}`,
      `sha1-${hex}`,
      `x-sha256-${hex}`,
    ]) {
      expect(isHelperTag(tag)).toBe(false)
    }
  })
})

describe('digests', () => {
  it('M-06 are exact', () => {
    expect(isDigest(`sha256:${hex}`)).toBe(true)
    for (const bad of [
      `sha256:${hex}\n`,
      `SHA256:${hex}`,
      `sha256:${'１'.repeat(64)}`,
      `sha512:${hex}`,
      hex,
      '',
      null,
    ]) {
      expect(isDigest(bad)).toBe(false)
    }
    expect(() => parseDigest('sha256:x')).toThrow(expect.objectContaining({ code: 'DIGEST_INVALID' }))
  })
})
