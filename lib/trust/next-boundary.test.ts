import { describe, expect, it } from 'vitest'
import type { Evidence } from '#lib/evidence/evidence.ts'
import { contextFor, createSigner, ruleFor } from '#lib/testing/signed-evidence.ts'
import type { Examined } from './examine-discovery.ts'
import { nextBoundary, nextEvidenceBoundary } from './next-boundary.ts'

const now = '2026-06-01T12:00:00.000Z'

const examined = (...details: readonly Evidence['checks'][number]['detail'][]): Examined => ({
  signatures: [
    {
      checks: details.map((detail) => ({ id: 'certificate', status: 'passed', detail })),
    } as unknown as Evidence,
  ],
  attestations: [],
})

describe('when rules next say something else', () => {
  const { key } = createSigner()
  const next = (...windows: readonly (readonly [from: string | null, until: string | null])[]) => {
    const rules = windows.map(([validFrom, validUntil]) => ruleFor(key, { validFrom, validUntil }))
    return nextBoundary({ ...contextFor([], {}, rules).trust, now })
  }

  it('K-11 is when the next of them begins or ends', () => {
    expect(next([null, '2026-07-01T00:00:00Z'], ['2026-06-15T00:00:00Z', null])).toBe(
      Date.parse('2026-06-15T00:00:00Z'),
    )
    expect(next(['2026-08-01T00:00:00Z', '2026-09-01T00:00:00Z'])).toBe(Date.parse('2026-08-01T00:00:00Z'))
  })

  it('K-11 is not what has begun or ended, this very moment included', () => {
    expect(next(['2026-01-01T00:00:00Z', '2026-07-01T00:00:00Z'])).toBe(Date.parse('2026-07-01T00:00:00Z'))
    expect(next([now, '2026-06-01T12:00:00.001Z'])).toBe(Date.parse(now) + 1)
    expect(next(['2026-01-01T00:00:00Z', now])).toBe(Number.POSITIVE_INFINITY)
  })

  it('is never, where no rule has a bound', () => {
    expect(next()).toBe(Number.POSITIVE_INFINITY)
    expect(next([null, null])).toBe(Number.POSITIVE_INFINITY)
  })
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

  it.each(['notBefore', 'notAfter', 'expiry', 'holdsUntil'])('H is bounded by %s, of attestations as well', (name) => {
    const { signatures } = examined({ [name]: '2026-06-02T00:00:00Z' })
    const attested = { signatures: [], attestations: signatures } as unknown as Examined
    for (const one of [examined({ [name]: '2026-06-02T00:00:00Z' }), attested]) {
      expect(nextEvidenceBoundary([one], now)).toBe(Date.parse('2026-06-02T00:00:00Z'))
    }
  })

  it('has no bound where nothing was compared with now', () => {
    const past = { notAfter: '2026-05-01T00:00:00Z', at: '2026-07-01T00:00:00Z' }
    expect(nextEvidenceBoundary([examined(past, { expiry: null, notBefore: true })], now)).toBe(
      Number.POSITIVE_INFINITY,
    )
    expect(nextEvidenceBoundary([], now)).toBe(Number.POSITIVE_INFINITY)
  })
})
