import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failed, identityEvidence, keyEvidence } from '#lib/testing/example-evidence.ts'
import { explainTimes } from './explain-times.ts'
import { toTimeAxis } from './time-axis.ts'
import { timesOf, toTimeline } from './timeline.ts'

const now = Date.parse('2026-03-03T15:00:00Z')
const input = {
  checkedAt: '2026-03-03T15:00:00Z',
  builtAt: '2024-03-03T13:59:00Z',
  sbomAt: null,
  rules: [],
  signatures: [identityEvidence()],
  attestations: [],
}
const window = { notBefore: '2024-03-03T14:02:11Z', notAfter: '2024-03-03T14:12:11Z' }

describe('toTimeAxis', () => {
  it('keeps order, begins at 0, ends at 1, and puts what lies between two ticks between them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(4_000_000_000_000), { minLength: 2, maxLength: 60 }),
        fc.nat(4_000_000_000_000),
        (times, at) => {
          fc.pre(new Set(times).size > 1)
          const { ticks, position } = toTimeAxis(times)
          expect(ticks[0]?.position).toBe(0)
          expect(ticks.at(-1)?.position).toBeCloseTo(1)
          for (const [index, tick] of ticks.entries()) {
            if (index > 0) expect(tick.position).toBeGreaterThan(ticks[index - 1]?.position ?? 0)
            expect(position(tick.at)).toBeCloseTo(tick.position)
            if (at <= tick.at) expect(position(at)).toBeLessThanOrEqual(tick.position + 1e-9)
          }
        },
      ),
    )
  })

  it('lets ten minutes be read beside two years', () => {
    const { gaps } = toTimeAxis(timesOf(toTimeline(input)))
    const [certificate, years] = [gaps.find(({ ms }) => ms > 500_000 && ms < 600_000), gaps.at(-1)]
    expect((certificate?.to ?? 0) - (certificate?.from ?? 0)).toBeGreaterThan(0.15)
    expect(years?.isBroken).toBe(true)
  })

  it('can hold one time, or none', () => {
    expect(toTimeAxis([5]).position(5)).toBe(0.5)
    expect(toTimeAxis([]).ticks).toEqual([])
  })
})

describe('toTimeline', () => {
  it('knows when it was built, the window of the certificate, the log entry and the time stamp', () => {
    const marks = toTimeline(input).lanes.flatMap((lane) =>
      lane.marks.map(({ label, source }) => `${lane.title}: ${label} (${source})`),
    )
    expect(marks).toEqual([
      'The image: Built, says the image (claimed)',
      'Image signature: Certificate valid (proven)',
      'Image signature: Entered in rekor.example (proven)',
      'Image signature: Time-stamped by tsa.example (proven)',
    ])
  })

  it('H-01 never calls a time proven whose check did not pass', () => {
    const broken = identityEvidence(0, {
      checks: [
        failed('certificate', 'CERTIFICATE_UNKNOWN_AUTHORITY', window),
        failed('transparency-log', 'LOG_PROOF_INVALID', { integratedAt: '2024-03-03T14:02:13Z' }),
        { id: 'timestamp', status: 'skipped', code: null, reason: '', detail: { at: '2024-03-03T14:02:13Z' } },
      ],
    })
    const [lane] = toTimeline({ ...input, builtAt: null, signatures: [broken] }).lanes
    expect(lane?.marks.map(({ source }) => source)).toEqual(['refused', 'refused', 'claimed'])
  })

  it('leaves out what is no time, and times beyond all reason', () => {
    expect(
      toTimeline({ ...input, builtAt: '0001-01-01T00:00:00Z', signatures: [keyEvidence()] }).lanes[0]?.marks,
    ).toEqual([])
  })

  it('shows a rule that has a window, with an open end', () => {
    const rule = { id: 'r', name: 'Releases', validFrom: '2025-01-01T00:00:00Z', validUntil: null }
    const lane = toTimeline({ ...input, rules: [rule, { ...rule, id: 's', validFrom: null }] }).lanes.at(-1)
    expect(lane).toMatchObject({ title: 'Rule Releases', marks: [{ until: null, source: 'own' }] })
  })
})

describe('explainTimes', () => {
  it('says why a certificate of ten minutes that expired two years ago is still right', () => {
    expect(explainTimes(identityEvidence(), now)).toEqual({
      text: 'Its certificate was valid for 10 minutes, from 2024-03-03 14:02:11 UTC to 2024-03-03 14:12:11 UTC. rekor.example entered the signature 2 seconds after it began. It was valid when it signed; that it expired 2 years ago changes nothing.',
      isFine: true,
    })
  })

  it('says when a witness saw the signature outside of the window', () => {
    const late = identityEvidence(0, {
      checks: [
        failed('certificate', 'CERTIFICATE_OUTSIDE_VALIDITY', window),
        {
          id: 'transparency-log',
          status: 'passed',
          detail: { log: 'rekor.example', integratedAt: '2024-03-06T14:12:11Z' },
        },
      ],
    })
    expect(explainTimes(late, now)).toMatchObject({
      isFine: false,
      text: expect.stringContaining('3 days after it had expired'),
    })
  })

  it('does not take a time for proven that no check proved', () => {
    const alone = identityEvidence(0, {
      checks: [
        failed('certificate', 'CERTIFICATE_NO_TIME', window),
        failed('transparency-log', 'LOG_PROOF_INVALID', { integratedAt: '2024-03-03T14:02:13Z' }),
      ],
    })
    expect(explainTimes(alone, now)).toMatchObject({ isFine: false, text: expect.stringContaining('Nothing proves') })
  })

  it('says of a key without a time that none is proven', () => {
    expect(explainTimes(keyEvidence(), now).text).toMatch(/^Nothing proves when it was signed\. A key has no window/)
    expect(explainTimes(keyEvidence({ signer: null }), now).text).toBe('Nothing proves when it was signed.')
  })

  it('says of a claimed time that it is one', () => {
    const claimed = keyEvidence({ signedAt: { at: '2024-01-01T00:00:00Z', source: 'signer-claim' } })
    expect(explainTimes(claimed, now).text).toContain('what the signer wrote')
  })
})
