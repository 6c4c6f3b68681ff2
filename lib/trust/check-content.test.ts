import { describe, expect, it } from 'vitest'
import { createCheckList } from '#lib/evidence/check-list.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import { image, otherImage, toItem } from '#lib/testing/signed-evidence.ts'
import { checkContent, checkReferrer } from './check-content.ts'

const itemOf = (changes: Partial<FoundItem> = {}) =>
  toItem(Buffer.from('evidence'), { format: 'cosign-simple-signing', ...changes })

function check(changes: Partial<FoundItem>) {
  const list = createCheckList()
  const bytes = checkContent(list, itemOf(changes))
  return { bytes, checks: list.checks() }
}

describe('the bytes of an item', () => {
  it('are told by their digest and size', () => {
    const { bytes, checks } = check({})
    expect(bytes).toEqual(Buffer.from('evidence'))
    const detail = { digest: itemOf().layer.digest, bytes: 8 }
    expect(checks).toEqual([{ id: 'content', status: 'passed', detail }])
  })

  it.each([
    ['DIGEST_MISMATCH', 'failed', 'EVIDENCE_DIGEST_MISMATCH', 'do not have the digest'],
    ['LIMIT_EXCEEDED', 'inconclusive', 'EVIDENCE_TOO_LARGE', 'what the registry said'],
    ['REGISTRY_TIMEOUT', 'inconclusive', 'EVIDENCE_UNREADABLE', 'what the registry said'],
  ] as const)('M-02 H-03 that did not come for %s are %s as %s, and no signature over them is checked', (...given) => {
    const [cause, status, code, reason] = given
    const { bytes, checks } = check({ bytes: null, problem: { code: cause, message: 'what the registry said' } })
    expect(bytes).toBeNull()
    const detail = { digest: itemOf().layer.digest, cause }
    expect(checks).toMatchObject([
      { id: 'content', status, code, reason: expect.stringContaining(reason), detail },
      { id: 'signature', status: 'skipped', code: 'CHECK_SKIPPED' },
    ])
  })

  it('that are missing without a reason are unreadable all the same', () => {
    const [content] = check({ bytes: null, problem: null }).checks
    expect(content).toMatchObject({
      status: 'inconclusive',
      code: 'EVIDENCE_UNREADABLE',
      reason: 'The evidence could not be read.',
      detail: { cause: null },
    })
  })
})

describe('what a referrer says that it is about', () => {
  const refer = (store: FoundItem['store'], claimedSubject: FoundItem['claimedSubject']) => {
    const list = createCheckList()
    checkReferrer(list, itemOf({ store, claimedSubject }))
    return list.checks()
  }

  it.each(['referrers', 'referrers-tag'] as const)('D-11 is the image, where it came from %s', (store) => {
    expect(refer(store, image)).toEqual([{ id: 'referrer', status: 'passed', detail: { subject: image } }])
    for (const claimed of [otherImage, null]) {
      expect(refer(store, claimed)).toMatchObject([
        { id: 'referrer', status: 'failed', code: 'REFERRER_MISMATCH', detail: { expected: image, stated: claimed } },
      ])
    }
  })

  it.each(['tag', 'index', 'signature-extension'] as const)('is not asked of an item from %s', (store) => {
    expect(refer(store, null)).toEqual([])
    expect(refer(store, otherImage)).toEqual([])
  })
})
