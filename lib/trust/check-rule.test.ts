import { describe, expect, it } from 'vitest'
import { cosignAnnotations } from '#lib/sigstore/cosign-annotations.ts'
import { contextFor, createSigner, now, ruleFor, toPayload, toSignatureItem } from '#lib/testing/signed-evidence.ts'
import { createTestLog } from '#lib/testing/test-log.ts'
import { examineSimpleSigning } from './examine-simple-signing.ts'
import type { TrustedKey, TrustRule } from './trust-rule.ts'

const signer = createSigner()
const { key } = signer
const bytes = Buffer.from(JSON.stringify(toPayload()))
const signature = signer.sign(bytes)
const log = createTestLog()
const entryOf = (by = log, changes: { integratedAt?: string; bytes?: Uint8Array } = {}) => ({
  [cosignAnnotations.bundle]: by.toAnnotation({ signer, bytes, signature, ...changes }),
})
const entry = entryOf()
const unknown = entryOf(createTestLog('other.example.com'))

function judge(rules: TrustRule[], annotations: Record<string, string> = {}, shelf: readonly TrustedKey[] = [key]) {
  const made = { payload: bytes, signature: Buffer.from(signature).toString('base64'), annotations }
  const context = contextFor(shelf, {}, rules)
  const trust = { ...context.trust, roots: [log.root] }
  const { evidence } = examineSimpleSigning(toSignatureItem(signer, made), { ...context, trust })
  const find = (id: string) => evidence.checks.find((check) => check.id === id)
  const codeOf = (id: string) => {
    const check = find(id)
    return check === undefined || check.status === 'passed' ? null : check.code
  }
  return {
    state: evidence.state,
    checks: evidence.checks,
    signer: evidence.signer,
    signedAt: evidence.signedAt,
    rule: find('rule'),
    find,
    codeOf,
  }
}

const at = (offsetMs: number) => new Date(Date.parse(now) + offsetMs).toISOString()

describe('whether a rule trusts the signer', () => {
  it('names the rule that decided, and its scope', () => {
    expect(judge([ruleFor(key)]).rule).toMatchObject({
      status: 'passed',
      detail: { rule: 'release', repositories: 'workshop/*', keyState: 'active' },
    })
    const repositories = ['workshop/*', 'other/*']
    expect(judge([ruleFor(key, { repositories })]).rule?.detail.repositories).toBe('workshop/*, other/*')
    expect(judge([ruleFor(key)]).rule?.detail).not.toHaveProperty('warning')
  })

  it('P-13 a key on the shelf without a rule is a known signer and untrusted', () => {
    const { state, signer: by, codeOf } = judge([])
    expect(state).toBe('untrusted')
    expect(by).toMatchObject({ fingerprint: key.fingerprint })
    expect(codeOf('rule')).toBe('RULE_NONE')
  })

  it('a rule for another key does not count, nor one for an identity or certificate with its fingerprint', () => {
    const other = createSigner('other.pub').key
    expect(judge([ruleFor(other)]).codeOf('rule')).toBe('RULE_NONE')
    const { fingerprint } = key
    expect(judge([ruleFor(key, { signer: { kind: 'certificate', fingerprint } })]).state).toBe('untrusted')
  })

  it('P-11 a rule for other repositories does not count; one of several that covers it does', () => {
    const elsewhere = ruleFor(key, { repositories: ['workshopx/*', 'other.example.com/workshop/*'] })
    expect(judge([elsewhere]).codeOf('rule')).toBe('RULE_OTHER_REPOSITORY')
    expect(judge([elsewhere]).state).toBe('untrusted')
    expect(judge([elsewhere, ruleFor(key)]).state).toBe('verified')
    expect(judge([ruleFor(key, { repositories: [] })]).state).toBe('untrusted')
  })

  it('K-11 a rule counts from its first instant until its last', () => {
    const window = (validFrom: string | null, validUntil: string | null) =>
      judge([ruleFor(key, { validFrom, validUntil })]).state
    expect(window(now, null)).toBe('verified')
    expect(window(at(1), null)).toBe('untrusted')
    expect(window(null, at(1))).toBe('verified')
    expect(window(null, now)).toBe('untrusted')
    expect(window(at(-2), at(-1))).toBe('untrusted')
    expect(judge([ruleFor(key, { validUntil: at(-1) })]).codeOf('rule')).toBe('RULE_OUTSIDE_WINDOW')
    expect(window('not a time', null)).toBe('untrusted')
    expect(window(null, 'not a time')).toBe('untrusted')
  })

  it('K-11 times of another zone are the same instant', () => {
    expect(judge([ruleFor(key, { validUntil: '2026-06-01T13:59:00+02:00' })]).state).toBe('untrusted')
    expect(judge([ruleFor(key, { validUntil: '2026-06-01T14:01:00+02:00' })]).state).toBe('verified')
  })

  it('P-15 a compromised key is never trusted', () => {
    const { state, codeOf } = judge([ruleFor(key)], {}, [{ ...key, state: 'compromised' }])
    expect(state).toBe('untrusted')
    expect(codeOf('rule')).toBe('KEY_COMPROMISED')
  })

  it('K-14 a retired key still verifies, and that is said', () => {
    const { state, rule } = judge([ruleFor(key)], {}, [{ ...key, state: 'retired' }])
    expect(state).toBe('verified')
    expect(rule?.detail).toMatchObject({ keyState: 'retired' })
  })

  it('T asks for a log entry: none, or one of an unknown log, is untrusted; one of a known log is verified', () => {
    const rules = [ruleFor(key, { requireTransparencyLog: true })]
    expect(judge(rules).state).toBe('untrusted')
    expect(judge(rules).codeOf('transparency-log')).toBe('LOG_ENTRY_MISSING')
    expect(judge(rules, unknown).state).toBe('untrusted')
    expect(judge(rules, unknown).codeOf('transparency-log')).toBe('LOG_UNKNOWN')
    const { state, find, signedAt } = judge(rules, entry)
    expect(state).toBe('verified')
    expect(find('transparency-log')).toMatchObject({
      status: 'passed',
      detail: { log: 'log.example.com', index: '7', proof: 'promise', integratedAt: '2026-05-01T00:00:00.000Z' },
    })
    expect(signedAt).toEqual({ at: '2026-05-01T00:00:00.000Z', source: 'log' })
  })

  it('H-03 an entry of an unknown log is passed over where no rule asks for one', () => {
    const { state, find, signedAt } = judge([ruleFor(key)], unknown)
    expect(state).toBe('verified')
    expect(find('transparency-log')).toMatchObject({ status: 'skipped', code: 'LOG_UNKNOWN' })
    expect(signedAt).toBeNull()
  })

  it('T a false entry of a known log is invalid, whether or not a rule asks for one', () => {
    const other = entryOf(log, { bytes: Buffer.from('other bytes') })
    expect(judge([ruleFor(key)], other).state).toBe('invalid')
    expect(judge([ruleFor(key)], other).codeOf('transparency-log')).toBe('LOG_ENTRY_OTHER')
    expect(judge([ruleFor(key)], entryOf(log, { integratedAt: '2026-06-01T12:06:00Z' })).state).toBe('invalid')
    expect(judge([ruleFor(key)], entryOf(log, { integratedAt: '2026-06-01T12:04:00Z' })).state).toBe('verified')
    expect(judge([ruleFor(key)], entryOf(log, { integratedAt: '2019-12-31T00:00:00Z' })).state).toBe('invalid')
  })

  it('T an entry of a known log about a signature by nobody known must be true as well', () => {
    expect(judge([], entry, []).state).toBe('untrusted')
    expect(judge([], entry, []).rule).toMatchObject({ status: 'skipped', code: 'CHECK_SKIPPED' })
    expect(judge([], entry, []).find('transparency-log')).toMatchObject({ status: 'passed' })
    expect(judge([], entryOf(log, { bytes: Buffer.from('other bytes') }), []).state).toBe('invalid')
  })

  it('K-11 a rule must have been in force at the proven time as well', () => {
    expect(judge([ruleFor(key, { validFrom: '2026-05-02T00:00:00Z' })], entry).state).toBe('untrusted')
    expect(judge([ruleFor(key, { validFrom: '2026-05-02T00:00:00Z' })], entry).codeOf('rule')).toBe(
      'RULE_OUTSIDE_WINDOW',
    )
    expect(judge([ruleFor(key, { validFrom: '2026-04-30T00:00:00Z' })], entry).state).toBe('verified')
  })

  it('asks for a time stamp: none is untrusted, and a log’s time is none', () => {
    const rules = [ruleFor(key, { requireTimestamp: true })]
    expect(judge(rules).state).toBe('untrusted')
    expect(judge(rules).codeOf('timestamp')).toBe('TIMESTAMP_MISSING')
    expect(judge(rules, entry).state).toBe('untrusted')
    expect(judge(rules, entry).codeOf('timestamp')).toBe('TIMESTAMP_MISSING')
    expect(judge([ruleFor(key)]).find('timestamp')).toBeUndefined()
  })

  it('T says of each proof once what became of it', () => {
    const rules = [ruleFor(key, { requireTransparencyLog: true })]
    const logged = (annotations: Record<string, string>) =>
      judge(rules, annotations).checks.filter(({ id }) => id === 'transparency-log')
    expect(logged({})).toMatchObject([{ status: 'failed', code: 'LOG_ENTRY_MISSING' }])
    expect(logged(unknown)).toMatchObject([{ status: 'inconclusive', code: 'LOG_UNKNOWN' }])
    expect(logged(entry)).toMatchObject([{ status: 'passed' }])
    const other = entryOf(log, { bytes: Buffer.from('other bytes') })
    expect(logged(other)).toMatchObject([{ status: 'failed', code: 'LOG_ENTRY_OTHER' }])
    const [skipped, ...more] = judge([ruleFor(key)], unknown).checks.filter(({ id }) => id === 'transparency-log')
    expect(skipped).toMatchObject({ reason: expect.stringMatching(/ The verdict does not rest on it\.$/) })
    expect(more).toEqual([])
    expect(judge(rules, unknown).find('timestamp')).toBeUndefined()
    const [asked] = judge([ruleFor(key)], entry).checks.filter(({ id }) => id === 'transparency-log')
    expect(asked).toMatchObject({ status: 'passed' })
  })

  it('P-06 of several rules the one that is nearest to being met decides', () => {
    const strict = ruleFor(key, { id: 'log', requireTransparencyLog: true })
    const stamped = ruleFor(key, { id: 'stamp', requireTimestamp: true })
    const plain = ruleFor(key, { id: 'plain' })
    for (const rules of [
      [strict, plain],
      [plain, strict],
    ]) {
      expect(judge(rules).state).toBe('verified')
      expect(judge(rules).rule?.detail).toMatchObject({ ruleId: 'plain' })
    }
    expect(judge([strict, stamped], entry).state).toBe('verified')
    expect(judge([stamped, strict], entry).rule?.detail).toMatchObject({ ruleId: 'log' })
    expect(judge([stamped, strict], unknown).rule?.detail).toMatchObject({ ruleId: 'log' })
  })
})
