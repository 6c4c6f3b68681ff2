import { describe, expect, it } from 'vitest'
import { noProofs, type Proofs } from '#lib/sigstore/check-proofs.ts'
import { contextFor } from '#lib/testing/signed-evidence.ts'
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

/** The id of the rule that decides, or the code of the reason why none does. */
function decide(rules: TrustRule[], by: ProvenSigner = signer, proofs: Proofs = noProofs): string {
  try {
    return findRule(by, proofs, contextFor([], {}, rules)).id
  } catch (error) {
    return (error as { code: string }).code
  }
}
const by = (named: RuleSigner) => decide([ruleOf(named)])

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
    const certificate: ProvenSigner = {
      kind: 'certificate',
      subject,
      issuer,
      fingerprint: 'leaf',
      anchors: ['anchor'],
      attributes: [['O', 'Acme']],
    }
    expect(decide([ruleOf(exact())], certificate)).toBe('RULE_NONE')
    expect(decide([ruleOf({ kind: 'certificate', fingerprint: 'leaf' })], certificate)).toBe('RULE_NONE')
    expect(decide([ruleOf({ kind: 'certificate', fingerprint: 'anchor' })], certificate)).toBe('rule')
    const named = (text: string) => ruleOf({ kind: 'certificate', fingerprint: 'anchor', subject: text })
    expect(decide([named('O=Acme')], certificate)).toBe('rule')
    expect(decide([named('O=Acme Ltd')], certificate)).toBe('RULE_SUBJECT_DIFFERS')
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
  })

  it('K-11 was in force at every proven time', () => {
    const proofs: Proofs = { ...noProofs, times: [{ atMs: Date.parse('2026-05-01T00:00:00Z'), source: 'log' }] }
    expect(decide([ruleOf(exact(), { validFrom: '2026-05-01T00:00:00Z' })], signer, proofs)).toBe('rule')
    expect(decide([ruleOf(exact(), { validFrom: '2026-05-01T00:00:01Z' })], signer, proofs)).toBe('RULE_OUTSIDE_WINDOW')
  })
})
