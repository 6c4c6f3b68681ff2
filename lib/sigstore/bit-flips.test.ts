import { describe, expect, it } from 'vitest'
import { hasVectors } from '#e2e/conformance/list-cases.ts'
import { listAccepted } from '#e2e/flips/list-accepted.ts'
import { runFlips } from '#e2e/flips/run-flips.ts'

const seed = Number(process.env.TOUCHSTONE_SEED ?? 1)

describe.skipIf(!hasVectors)('evidence that is accepted', () => {
  // `npm run test:flips` takes every byte; here it is one in so many, by the seed.
  it('B-20 is not verified with any byte changed that is signed', { timeout: 120_000 }, async () => {
    const items = await listAccepted()
    expect(items.length).toBeGreaterThan(100)
    const { flips, failures } = runFlips(items, { every: 499, from: seed % 499, seed })
    expect(flips).toBeGreaterThan(1_000)
    expect(failures, `with seed ${seed}`).toEqual([])
  })
})
