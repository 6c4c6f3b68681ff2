import { describe, expect, it } from 'vitest'
import { digestOf } from '#lib/oci/digest.ts'
import { hashInPieces } from './hash-in-pieces.ts'

describe('hashInPieces', () => {
  it.each([0, 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024 + 7])('gives the digest of %i bytes', async (length) => {
    const bytes = new Uint8Array(length).map((_, index) => index % 251)
    for (const algorithm of ['sha256', 'sha512'] as const) {
      expect(await hashInPieces(bytes, algorithm)).toBe(digestOf(bytes, algorithm))
    }
  })

  it('L-15 lets others have their turn while a large document is hashed', async () => {
    let turns = 0
    const timer = setInterval(() => {
      turns += 1
    }, 0)
    await hashInPieces(new Uint8Array(64 * 1024 * 1024), 'sha256')
    clearInterval(timer)
    expect(turns).toBeGreaterThan(5)
  })
})
