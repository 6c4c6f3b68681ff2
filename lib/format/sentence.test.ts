import { describe, expect, it } from 'vitest'
import type { VerificationCode } from '#lib/evidence/check.ts'
import type { StoreAnswer } from '#lib/evidence/discovery.ts'
import type { Evidence } from '#lib/evidence/evidence.ts'
import { type State, states } from '#lib/evidence/state.ts'
import { createSigner, image } from '#lib/testing/signed-evidence.ts'
import { formatSentence } from './sentence.ts'

const { key } = createSigner('release.pub')
const signer = { kind: 'key', fingerprint: key.fingerprint, name: 'release.pub' } as const

const evidence = (state: State, changes: Partial<Evidence> = {}): Evidence => ({
  state,
  format: 'cosign-simple-signing',
  store: 'tag',
  digest: image,
  subject: image,
  inherited: false,
  signer: null,
  signedAt: null,
  annotations: {},
  checks: [],
  command: null,
  ...changes,
})
const failed = (code: VerificationCode): Evidence['checks'] => [
  { id: 'rule', status: 'failed', code, reason: 'reason', detail: {} },
]
const open = (code: VerificationCode): Evidence['checks'] => [
  { id: 'signature', status: 'inconclusive', code, reason: 'reason', detail: {} },
]
const trusted = (repositories: string, keyState = 'active'): Evidence['checks'] => [
  { id: 'rule', status: 'passed', detail: { rule: 'release', repositories, keyState } },
]
const say = (state: State, signatures: Evidence[] = [], answers: StoreAnswer[] = [], indexState: State | null = null) =>
  formatSentence({ state, indexState, signatures, answers })
const answer = (changes: Partial<StoreAnswer>): StoreAnswer => ({
  store: 'referrers',
  asked: 'x',
  answer: 'failed',
  status: null,
  code: null,
  count: 0,
  ...changes,
})

describe('the one sentence', () => {
  it('names the trusted signer and the scope of the rule', () => {
    expect(say('verified', [evidence('verified', { signer, checks: trusted('workshop/*') })])).toBe(
      'Signed by release.pub, whom you trust for workshop/*.',
    )
    expect(say('verified', [evidence('verified', { signer, checks: trusted('**') })])).toBe(
      'Signed by release.pub, whom you trust.',
    )
    const nameless = { ...signer, name: null }
    expect(say('verified', [evidence('verified', { signer: nameless, checks: trusted('**') })])).toContain(
      key.fingerprint.slice(0, 4),
    )
  })

  it('K-14 says that a key is retired', () => {
    const checks = trusted('**', 'retired')
    expect(say('verified', [evidence('verified', { signer, checks })])).toContain('a retired key')
  })

  it('never takes the signer of another item', () => {
    const stranger = evidence('untrusted', { signer: { ...signer, name: 'stranger.pub' }, checks: failed('RULE_NONE') })
    const mine = evidence('verified', { signer, checks: trusted('**') })
    expect(say('verified', [mine, stranger])).toBe('Signed by release.pub, whom you trust.')
    const inherited = { ...mine, inherited: true }
    expect(say('untrusted', [stranger, inherited])).not.toContain('release.pub')
  })

  it.each([
    ['RULE_NONE', 'no rule names release.pub'],
    ['RULE_OTHER_REPOSITORY', 'other repositories only'],
    ['RULE_OUTSIDE_WINDOW', 'not in force now'],
    ['KEY_COMPROMISED', 'compromised'],
    ['LOG_ENTRY_MISSING', 'without the log entry'],
    ['TIMESTAMP_MISSING', 'without the time stamp'],
  ] as const)('untrusted by %s says why', (code, words) => {
    const sentence = say('untrusted', [evidence('untrusted', { signer, checks: failed(code) })])
    expect(sentence).toMatch(/^Signed, but not by anyone you trust/)
    expect(sentence).toContain(words)
  })

  it('prefers a signer that is known over one that is not', () => {
    const known = evidence('untrusted', { signer, checks: failed('RULE_NONE') })
    expect(say('untrusted', [evidence('untrusted', { checks: open('SIGNATURE_UNKNOWN_KEY') }), known])).toContain(
      'release.pub',
    )
  })

  it('tells a broken signature from one for another image', () => {
    const broken = (code: VerificationCode) => say('invalid', [evidence('invalid', { checks: failed(code) })])
    expect(broken('SUBJECT_MISMATCH')).toBe('The signature is broken: it was made for another image.')
    expect(broken('SIGNATURE_MISSING')).toContain('no usable signature')
    expect(broken('CERTIFICATE_REVOKED')).toBe('The signature is broken: its certificate was revoked.')
    expect(broken('PAYLOAD_MALFORMED')).toContain('malformed')
  })

  it('H-01 names the store that did not answer, and when to come back', () => {
    const detail = 'registry.example.com asks to slow down. Try again in 40 s.'
    expect(say('undetermined', [], [answer({ code: 'REGISTRY_RATE_LIMITED', status: 429, detail })])).toBe(
      'Could not be checked: the referrers API asked to slow down (429); try again in 40 s.',
    )
    expect(say('undetermined', [], [answer({ code: 'REGISTRY_UNAUTHORIZED', status: 401 })])).toContain('refused (401)')
    expect(say('undetermined', [], [answer({ code: 'REGISTRY_UNAVAILABLE', status: 503 })])).toContain('failed (503)')
    expect(say('undetermined', [], [answer({ code: 'REGISTRY_TIMEOUT', store: 'tag' })])).toContain('in time')
  })

  it('P-17 says that a GPG signature is not verified', () => {
    const gpg = evidence('undetermined', { format: 'gpg-simple-signing', checks: open('SCHEME_NOT_CHECKED') })
    expect(say('undetermined', [gpg])).toBe(
      'Could not be checked: it has a GPG signature, which is recognised and not verified here.',
    )
  })

  it('says what this version does not check', () => {
    expect(say('undetermined', [evidence('undetermined', { checks: open('SCHEME_NOT_CHECKED') })])).toContain('plugin')
    expect(say('undetermined', [evidence('undetermined', { checks: open('LOG_ENTRY_UNSUPPORTED') })])).toContain(
      'kind that is not read',
    )
  })

  it('an unsigned platform of a signed index says both', () => {
    const inherited = evidence('verified', { signer, inherited: true, checks: trusted('**') })
    expect(say('unsigned', [inherited], [], 'verified')).toBe(
      'Not signed itself; its index is signed by release.pub, whom you trust.',
    )
    expect(say('unsigned', [], [], 'unsigned')).toBe('Not signed.')
    expect(say('unsigned')).toBe('Not signed.')
  })

  it('is one sentence in every state, also with nothing to say', () => {
    for (const state of states) expect(say(state)).toMatch(/^[A-Z][^.]*\.$/)
  })
})
