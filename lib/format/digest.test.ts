import { describe, expect, it } from 'vitest'
import { shortenDigest, shortenDigestsIn, shortenFingerprint, shortenMiddle } from './digest.ts'

const hex = '4d5f8c21'.padEnd(56, '0').concat('91aa07c3')

describe('shortenDigest', () => {
  it('keeps the algorithm and both ends', () => {
    expect(shortenDigest(`sha256:${hex}`)).toBe('sha256:4d5f8c21…91aa07c3')
    expect(shortenDigest(`sha256:${hex}`, 4)).toBe('sha256:4d5f…07c3')
  })
  it('leaves short text whole', () => {
    expect(shortenDigest('sha256:abc')).toBe('sha256:abc')
    expect(shortenDigest('')).toBe('')
  })
})

it('shortenFingerprint shows groups that can be read aloud', () => {
  expect(shortenFingerprint(hex)).toBe('4d5f 8c21 … 07c3')
})

it('shortenDigestsIn shortens tags of signatures and leaves other words', () => {
  expect(shortenDigestsIn(`tag sha256-${hex}.sig`)).toBe('tag sha256-4d5f…07c3.sig')
  expect(shortenDigestsIn('referrers API')).toBe('referrers API')
})

describe('shortenMiddle', () => {
  it('keeps the start and the end within the length', () => {
    expect(shortenMiddle('abcdefghij', 5)).toBe('ab…ij')
    expect(shortenMiddle('abc', 5)).toBe('abc')
  })
  it('V-06 does not cut a character in two', () => {
    expect(shortenMiddle('😀'.repeat(10), 5)).toBe('😀😀…😀😀')
  })
})
