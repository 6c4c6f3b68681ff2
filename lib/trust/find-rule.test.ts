import { describe, expect, it } from 'vitest'
import { EvidenceError } from '#lib/evidence/evidence-error.ts'
import { noProofs, type Proofs } from '#lib/sigstore/check-proofs.ts'
import { contextFor, createSigner, now, repository } from '#lib/testing/signed-evidence.ts'
import { findRule } from './find-rule.ts'
import type { ProvenSigner } from './proven-signer.ts'
import type { RuleSigner, TrustRule } from './trust-rule.ts'

const issuer = 'https://token.actions.githubusercontent.com'
const subject = 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1'
const claims = { sourceRepositoryRef: 'refs/tags/v1', buildTrigger: 'push' }
const signer: ProvenSigner = { kind: 'identity', identity: { issuer, subject, claims }, roots: ['a', 'b'] }

const ruleOf = (named: RuleSigner, changes: Partial<TrustRule> = {}): TrustRule => ({
  id: 'rule',
  name: 'rule',
  repositories: ['**'],
  signer: named,
  validFrom: null,
  validUntil: null,
  requireTransparencyLog: false,
  requireTimestamp: false,
  ...changes,
})
const exact = (changes: Partial<Extract<RuleSigner, { kind: 'identity' }>> = {}): RuleSigner => ({
  kind: 'identity',
  issuer,
  subject,
  ...changes,
})

const certificate: ProvenSigner = {
  kind: 'certificate',
  subject: 'O=Acme',
  issuer: 'CN=root',
  fingerprint: 'leaf',
  anchors: ['anchor'],
  attributes: [['O', 'Acme']],
}

function find(rules: TrustRule[], by: ProvenSigner = signer, proofs: Proofs = noProofs): TrustRule | EvidenceError {
  try {
    return findRule(by, proofs, contextFor([], {}, rules))
  } catch (error) {
    if (error instanceof EvidenceError) return error
    throw error
  }
}

/** The id of the rule that decides, or the code of the reason why none does. */
function decide(...given: Parameters<typeof find>): string {
  const found = find(...given)
  return found instanceof EvidenceError ? found.code : found.id
}
const by = (named: RuleSigner) => decide([ruleOf(named)])

function refusal(...given: Parameters<typeof find>): EvidenceError {
  const found = find(...given)
  return found instanceof EvidenceError ? found : expect.unreachable()
}

describe('the rule that names an identity', () => {
  it('P-01 names issuer and subject, both letter by letter', () => {
    expect(by(exact())).toBe('rule')
    expect(by(exact({ issuer: 'https://issuer.test' }))).toBe('RULE_ISSUER_DIFFERS')
    for (const near of [`${subject}0`, subject.slice(0, -1), `x${subject}`, subject.slice(1), subject.toUpperCase()]) {
      expect(by(exact({ subject: near })), near).toBe('RULE_SUBJECT_DIFFERS')
    }
    expect(by(exact({ issuer: 'https://issuer.test', subject: 'x' }))).toBe('RULE_NONE')
    expect(decide([])).toBe('RULE_NONE')
  })

  it('P-02 names by a pattern the whole subject, with the same issuer', () => {
    const pattern = (subjectPattern: string, changes = {}) =>
      by({ kind: 'identity', issuer, subjectPattern, ...changes })
    expect(pattern('https://github\\.com/acme/app/\\.github/workflows/release\\.yml@refs/tags/.*')).toBe('rule')
    expect(pattern('acme')).toBe('RULE_SUBJECT_DIFFERS')
    expect(pattern('(')).toBe('RULE_SUBJECT_DIFFERS')
    expect(pattern('https://github\\.com/acme/.*', { issuer: 'https://issuer.test' })).toBe('RULE_ISSUER_DIFFERS')
  })

  it('P-05 without subject and pattern names nobody', () => {
    expect(by({ kind: 'identity', issuer })).toBe('RULE_SUBJECT_DIFFERS')
  })

  it('P asks for claims with exactly these values', () => {
    expect(by(exact({ claims }))).toBe('rule')
    expect(by(exact({ claims: { buildTrigger: 'pull_request' } }))).toBe('RULE_CLAIM_DIFFERS')
    expect(by(exact({ claims: { runnerEnvironment: 'github-hosted' } }))).toBe('RULE_CLAIM_DIFFERS')
    expect(by(exact({ claims: { constructor: 'x' } }))).toBe('RULE_CLAIM_DIFFERS')
  })

  it('C-21 asks for one of the roots that prove it', () => {
    expect(by(exact({ trustedRoot: 'b' }))).toBe('rule')
    expect(by(exact({ trustedRoot: 'c' }))).toBe('RULE_OTHER_ROOT')
  })

  it('is never one for a key or a certificate, nor the other way round', () => {
    expect(by({ kind: 'key', fingerprint: subject })).toBe('RULE_NONE')
    expect(by({ kind: 'certificate', fingerprint: subject })).toBe('RULE_NONE')
    expect(decide([ruleOf(exact())], certificate)).toBe('RULE_NONE')
    expect(decide([ruleOf({ kind: 'certificate', fingerprint: 'leaf' })], certificate)).toBe('RULE_NONE')
    expect(decide([ruleOf({ kind: 'certificate', fingerprint: 'anchor' })], certificate)).toBe('rule')
    expect(decide([ruleOf({ kind: 'key', fingerprint: 'anchor' })], certificate)).toBe('RULE_NONE')
    const named = (text: string) => ruleOf({ kind: 'certificate', fingerprint: 'anchor', subject: text })
    expect(decide([named('O=Acme')], certificate)).toBe('rule')
    expect(decide([named('O=Acme Ltd')], certificate)).toBe('RULE_SUBJECT_DIFFERS')
    const { key } = createSigner()
    expect(decide([ruleOf({ kind: 'certificate', fingerprint: key.fingerprint })], { kind: 'key', key })).toBe(
      'RULE_NONE',
    )
  })

  it('P-11 covers the repository; a rule for others is told as such', () => {
    expect(decide([ruleOf(exact(), { repositories: ['other/*'] })])).toBe('RULE_OTHER_REPOSITORY')
    const near = ruleOf(exact({ subject: `${subject}0` }), { repositories: ['other/*'] })
    expect(decide([near])).toBe('RULE_NONE')
  })

  it('tells the nearest of several reasons', () => {
    const rules = [
      ruleOf(exact({ issuer: 'https://issuer.test' })),
      ruleOf(exact({ subject: 'x' })),
      ruleOf(exact({ claims: { buildTrigger: 'x' } })),
    ]
    expect(decide(rules)).toBe('RULE_CLAIM_DIFFERS')
    expect(decide(rules.slice(0, 2))).toBe('RULE_SUBJECT_DIFFERS')
    expect(decide([...rules, ruleOf(exact({ trustedRoot: 'c' }))])).toBe('RULE_OTHER_ROOT')
    expect(decide([ruleOf({ kind: 'key', fingerprint: 'x' }), ...rules.slice(0, 1)])).toBe('RULE_ISSUER_DIFFERS')
  })

  it('P-06 prefers the rule whose proofs are there, then one whose proof is by somebody unknown', () => {
    const logged = ruleOf(exact(), { id: 'logged', requireTransparencyLog: true })
    const stamped = ruleOf(exact(), { id: 'stamped', requireTimestamp: true })
    const both = ruleOf(exact(), { id: 'both', requireTransparencyLog: true, requireTimestamp: true })
    const atMs = Date.parse(now)
    const open = { code: 'LOG_UNKNOWN', reason: '', detail: {}, mayDate: true } as const
    const isStamped: Proofs = { ...noProofs, times: [{ atMs, source: 'timestamp-authority' }] }
    expect(decide([logged, stamped], signer, isStamped)).toBe('stamped')
    expect(decide([stamped, logged], signer, { ...isStamped, logs: ['log'], times: [] })).toBe('logged')
    expect(decide([logged, stamped], signer, { ...noProofs, times: [{ atMs, source: 'log' }] })).toBe('logged')
    expect(decide([logged, stamped], signer, { ...noProofs, open: [{ ...open, id: 'timestamp' }] })).toBe('stamped')
    expect(decide([stamped, logged], signer, { ...noProofs, open: [{ ...open, id: 'transparency-log' }] })).toBe(
      'logged',
    )
    expect(decide([both, stamped], signer, isStamped)).toBe('stamped')
    expect(decide([both, logged])).toBe('logged')
  })

  it('K-11 was in force at every proven time', () => {
    const proofs: Proofs = { ...noProofs, times: [{ atMs: Date.parse('2026-05-01T00:00:00Z'), source: 'log' }] }
    expect(decide([ruleOf(exact(), { validFrom: '2026-05-01T00:00:00Z' })], signer, proofs)).toBe('rule')
    expect(decide([ruleOf(exact(), { validFrom: '2026-05-01T00:00:01Z' })], signer, proofs)).toBe('RULE_OUTSIDE_WINDOW')
  })
})

describe('why no rule decides, in words and values', () => {
  const expected = { expectedIssuer: issuer, expectedSubject: subject }
  const named = { rule: 'rule', issuer, subject, ...expected }
  it.each<[string, RuleSigner, string, object]>([
    [
      'the issuer',
      exact({ issuer: 'https://issuer.test' }),
      'a rule names this subject with another issuer',
      { ...named, expectedIssuer: 'https://issuer.test' },
    ],
    [
      'the subject',
      exact({ subject: 'x' }),
      'a rule names this issuer with another subject',
      { ...named, expectedSubject: 'x' },
    ],
    [
      'the pattern',
      exact({ subject: undefined, subjectPattern: 'y.*' }),
      'a rule names this issuer with another subject',
      { ...named, expectedSubject: 'y.*' },
    ],
    ['claims', exact({ claims: { buildTrigger: 'x' } }), 'a rule asks for other claims in the certificate', named],
    ['the root', exact({ trustedRoot: 'c' }), 'a rule asks for another trusted root', named],
  ])('P-03 names %s of the rule that is nearest', (_, rule, reason, detail) => {
    const refused = refusal([ruleOf(rule)])
    expect(refused.message).toBe(`No trust rule names ${subject}; ${reason}.`)
    expect(refused.detail).toEqual(detail)
  })

  it('P names the subject that a rule for an authority asks for', () => {
    const refused = refusal([ruleOf({ kind: 'certificate', fingerprint: 'anchor', subject: 'O=Other' })], certificate)
    expect(refused.message).toBe('No trust rule names O=Acme; a rule trusts its authority for another subject.')
    expect(refused.detail).toEqual({ rule: 'rule', subject: 'O=Acme', expectedSubject: 'O=Other' })
  })

  it('P-13 says whom no rule names: a key by its name or fingerprint, others by their subject', () => {
    const { key } = createSigner()
    const of = (by: ProvenSigner) => {
      const { code, message, detail } = refusal([], by)
      return { code, message, detail }
    }
    const code = 'RULE_NONE'
    const { fingerprint } = key
    expect(of({ kind: 'key', key })).toEqual({
      code,
      message: 'No trust rule names the key release.pub.',
      detail: { fingerprint },
    })
    expect(of({ kind: 'key', key: { ...key, name: null } }).message).toBe(
      `No trust rule names the key ${fingerprint.slice(0, 12)}.`,
    )
    expect(of(signer)).toEqual({ code, message: `No trust rule names ${subject}.`, detail: { issuer, subject } })
    expect(of(certificate)).toEqual({ code, message: 'No trust rule names O=Acme.', detail: { subject: 'O=Acme' } })
  })

  it('L-11 tells the beginning of a name that is very long', () => {
    const long = 'x'.repeat(1_000)
    const identity = refusal([], { kind: 'identity', identity: { issuer: long, subject: long, claims: {} }, roots: [] })
    expect(identity.detail).toEqual({ issuer: long.slice(0, 500), subject: long.slice(0, 500) })
    const other = refusal([], { ...certificate, subject: long })
    expect(other.detail).toEqual({ subject: long.slice(0, 500) })
    for (const { message } of [identity, other]) expect(message).toBe(`No trust rule names ${long.slice(0, 300)}.`)
  })

  it('P-11 says for which repositories somebody is trusted instead', () => {
    const rules = [
      ruleOf(exact(), { repositories: ['other/*', 'more/*'] }),
      ruleOf(exact(), { repositories: ['x/y'] }),
      ruleOf(exact({ subject: 'x' })),
    ]
    const refused = refusal(rules)
    expect(refused.message).toBe(`${subject} is trusted for other repositories only.`)
    expect(refused.detail).toEqual({ repository, trustedFor: 'other/*, more/*, x/y' })
    const many = Array.from({ length: 600 }, () => 'x/y')
    expect(String(refusal([ruleOf(exact(), { repositories: many })]).detail.trustedFor)).toHaveLength(500)
  })

  it('K-11 says whether a rule is not in force now, or was not when it was signed', () => {
    const signedAt = '2026-05-01T00:00:00.000Z'
    const proofs: Proofs = { ...noProofs, times: [{ atMs: Date.parse(signedAt), source: 'log' }] }
    const times = { now: new Date(now).toISOString(), signedAt }
    const late = refusal([ruleOf(exact(), { validFrom: '2026-05-02T00:00:00Z' })], signer, proofs)
    expect(late.message).toBe(`The rule for ${subject} was not in force when it was signed.`)
    expect(late.detail).toEqual({ ...times, validFrom: '2026-05-02T00:00:00Z', validUntil: null })
    const over = refusal([ruleOf(exact(), { validUntil: '2026-05-02T00:00:00Z' })], signer, proofs)
    expect(over.message).toBe(`The rule for ${subject} is not in force now.`)
    expect(over.detail).toEqual({ ...times, validFrom: null, validUntil: '2026-05-02T00:00:00Z' })
    const { detail } = refusal([ruleOf(exact(), { validUntil: '2026-05-02T00:00:00Z' })])
    expect(detail).not.toHaveProperty('signedAt')
  })

  it('P-15 says that a key is compromised, whatever the rules', () => {
    const { key } = createSigner()
    const { fingerprint } = key
    const refused = refusal([ruleOf({ kind: 'key', fingerprint })], {
      kind: 'key',
      key: { ...key, state: 'compromised' },
    })
    expect(refused.code).toBe('KEY_COMPROMISED')
    expect(refused.message).toMatch(/^The key release\.pub is marked as compromised/)
  })
})
