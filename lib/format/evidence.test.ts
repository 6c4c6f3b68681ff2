import { describe, expect, it } from 'vitest'
import type { Check } from '#lib/evidence/check.ts'
import { formatAnswer, reasonOf } from './evidence.ts'

describe('reasonOf', () => {
  it('prefers what failed to what could not be decided', () => {
    expect(
      reasonOf({
        checks: [
          { id: 'content', status: 'passed', detail: {} },
          { id: 'signature', status: 'inconclusive', code: null, reason: 'No key fits.', detail: {} },
          { id: 'subject', status: 'failed', code: 'SUBJECT_MISMATCH', reason: 'Another image.', detail: {} },
        ],
      }),
    ).toBe('Another image.')
  })

  it('does not take a remark for a reason', () => {
    const remark = {
      id: 'repository',
      status: 'inconclusive',
      code: 'REPOSITORY_DIFFERS',
      reason: 'A copy.',
      detail: {},
    }
    expect(reasonOf({ checks: [remark as Check] })).toBeNull()
  })

  it('does not take a skipped check for a reason', () => {
    expect(
      reasonOf({
        checks: [{ id: 'transparency-log', status: 'skipped', code: null, reason: 'Not asked for.', detail: {} }],
      }),
    ).toBeNull()
  })
})

it('formatAnswer tells “nothing” from “no answer”', () => {
  expect(formatAnswer({ answer: 'absent', count: 0 })).not.toBe(formatAnswer({ answer: 'failed', count: 0 }))
})
