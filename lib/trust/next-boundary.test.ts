import { describe, expect, it } from 'vitest'
import type { Evidence } from '#lib/evidence/evidence.ts'
import type { Examined } from './examine-discovery.ts'
import { nextEvidenceBoundary } from './next-boundary.ts'

const now = '2026-06-01T12:00:00.000Z'

const examined = (...details: readonly Evidence['checks'][number]['detail'][]): Examined => ({
  signatures: [
    {
      checks: details.map((detail) => ({ id: 'certificate', status: 'passed', detail })),
    } as unknown as Evidence,
  ],
  attestations: [],
})

describe('how long a judgement may be remembered', () => {
  it('H is no longer than what it compared with now stays as it is', () => {
    const later = { notAfter: '2026-07-01T00:00:00Z' }
    const sooner = { holdsUntil: '2026-06-02T00:00:00Z', notBefore: '2026-01-01T00:00:00Z' }
    expect(nextEvidenceBoundary([examined(later, sooner)], now)).toBe(Date.parse('2026-06-02T00:00:00Z'))
    expect(nextEvidenceBoundary([examined(later), examined({ expiry: '2026-06-01T12:00:01Z' })], now)).toBe(
      Date.parse('2026-06-01T12:00:01Z'),
    )
  })

  it('H ends with the moment in which something ends', () => {
    expect(nextEvidenceBoundary([examined({ notAfter: now })], now)).toBe(Date.parse(now) + 1)
  })

  it('has no bound where nothing was compared with now', () => {
    const past = { notAfter: '2026-05-01T00:00:00Z', at: '2026-07-01T00:00:00Z' }
    expect(nextEvidenceBoundary([examined(past, { expiry: null, notBefore: true })], now)).toBe(
      Number.POSITIVE_INFINITY,
    )
    expect(nextEvidenceBoundary([], now)).toBe(Number.POSITIVE_INFINITY)
  })
})
