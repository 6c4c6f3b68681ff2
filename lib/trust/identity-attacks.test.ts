import { hash, sign } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { judgeBundle } from '#lib/testing/judge-bundle.ts'
import { contextFor, imageBytes, toBundleItem } from '#lib/testing/signed-evidence.ts'
import { claim, createTestInstance, identity, leafExtensions, utf8 } from '#lib/testing/test-instance.ts'
import { examineBundle } from './examine-bundle.ts'
import type { RuleSigner } from './trust-rule.ts'

const instance = createTestInstance()
const root = instance.toRoot()
const bundle = instance.sign()
type Identity = Extract<RuleSigner, { kind: 'identity' }>
const judge = (signer: Partial<Identity>, evidence: unknown = bundle) =>
  judgeBundle(evidence, [root], { signer: { kind: 'identity', ...identity, ...signer } })
const pattern = (subjectPattern: string, evidence: unknown = bundle) =>
  judge({ subject: undefined, subjectPattern }, evidence)

const examine = (evidence: unknown) => {
  const { trust } = contextFor([])
  const roots = [{ id: 'root', name: 'root', text: JSON.stringify(root) }]
  return examineBundle(toBundleItem(evidence), contextFor([], { trust: { ...trust, roots } })).evidence
}

describe('an identity that is proven', () => {
  it('P-13 is shown with its issuer, whether or not a rule names it', () => {
    expect(examine(bundle)).toMatchObject({ state: 'untrusted', signer: { kind: 'identity', ...identity, claims: {} } })
  })

  it('T is said to have signed when somebody else first saw the signature', () => {
    const signed = instance.signStatement(instance.issue())
    const seen = (logged: string, stamped: string) => {
      const entry = instance.log1Entry(signed, { at: Date.parse(logged) / 1000 })
      return examine(instance.toBundle(signed, [entry], [instance.stamp(signed.signature, stamped)])).signedAt
    }
    expect(seen('2026-06-01T11:57:00Z', '2026-06-01T11:53:00Z')).toEqual({
      at: '2026-06-01T11:53:00.000Z',
      source: 'timestamp-authority',
    })
    expect(seen('2026-06-01T11:53:00Z', '2026-06-01T11:57:00Z')).toEqual({
      at: '2026-06-01T11:53:00.000Z',
      source: 'log',
    })
  })

  it('T-02 B-11 is held to the bytes of the manifest by the log, where the signature is over these', () => {
    const certificate = instance.issue()
    const signature = sign('sha256', imageBytes, certificate.privateKey)
    const signed = { certificate, payload: imageBytes, preAuthEncoding: imageBytes, signature }
    const judgeEntry = (changes: Parameters<typeof instance.log>[1]) => {
      const made = instance.toBundle(signed, [instance.log(signed, changes)], [instance.stamp(signature)])
      const { dsseEnvelope, ...rest } = made
      return judge({}, { ...rest, messageSignature: { signature: dsseEnvelope.signatures[0]?.sig } })
    }
    expect(judgeEntry({}).state).toBe('verified')
    expect(judgeEntry({ digest: hash('sha256', 'other', 'base64') })).toMatchObject({
      state: 'invalid',
      codes: expect.arrayContaining(['LOG_ENTRY_OTHER']),
    })
  })
})

describe('rules for identities', () => {
  it.each([
    ['begins like it', identity.subject.slice(0, -1)],
    ['goes on', `${identity.subject}0`],
    ['ends like it', identity.subject.slice(1)],
    ['is of another organisation', identity.subject.replace('workshop/', 'workshop-evil/')],
    ['leaves the folder', identity.subject.replace('workshop/', 'workshop/../evil/')],
    ['is at another host', identity.subject.replace('git.example.com', 'git.example.com.evil')],
    ['has it in a query', `https://evil.example/?${identity.subject}`],
    ['has another letter for a dot', identity.subject.replace('git.example', 'gitxexample')],
    ['is in capitals', identity.subject.toUpperCase()],
    ['has a space behind it', `${identity.subject} `],
    ['is a pattern', '.*'],
  ])('P-01 trusts nobody whose subject %s', (_, subject) => {
    expect(judge({ subject })).toEqual({ state: 'untrusted', codes: ['RULE_SUBJECT_DIFFERS'] })
  })

  it('P-01 holds a pattern to the whole of the subject, line by line', () => {
    expect(pattern('https://git\\.example\\.com/workshop/demo/.*').state).toBe('verified')
    expect(pattern('workshop/demo').state).toBe('untrusted')
    expect(pattern('https://git\\.example\\.com/workshop').state).toBe('untrusted')
    expect(pattern('(?m)^https://git.*$|x').state).toBe('verified')
    expect(pattern('https://git\\.example\\.com/workshop/demo/.*|').state).toBe('verified')
    expect(pattern('(').state, 'one that cannot be read').toBe('untrusted')
  })

  it('P-02 takes an empty subject or issuer for nobody', () => {
    expect(judge({ subject: '' }).state).toBe('untrusted')
    expect(judge({ issuer: '' }).state).toBe('untrusted')
    expect(judge({ subject: undefined }).state, 'neither subject nor pattern').toBe('untrusted')
    expect(pattern('').state).toBe('untrusted')
  })

  it('P-03 asks for subject and issuer together', () => {
    expect(judge({ issuer: `${identity.issuer}/` })).toEqual({ state: 'untrusted', codes: ['RULE_ISSUER_DIFFERS'] })
    expect(judge({ issuer: identity.issuer.slice(0, -1) }).codes).toEqual(['RULE_ISSUER_DIFFERS'])
    expect(judge({ subject: 'somebody@example.com' }).codes).toEqual(['RULE_SUBJECT_DIFFERS'])
    expect(judge({ subject: 'somebody@example.com', issuer: 'https://other.example.com' }).codes).toEqual(['RULE_NONE'])
    const signer = { kind: 'key', fingerprint: 'ab'.repeat(32) } as const
    expect(judgeBundle(bundle, [root], { signer }).codes, 'K-01 nor takes a key for an identity').toEqual(['RULE_NONE'])
  })

  it('P-03 does not put two rules together into one', () => {
    const rule = { id: 'a', name: 'a', repositories: ['**'], validFrom: null, validUntil: null } as const
    const asks = { requireTransparencyLog: false, requireTimestamp: false }
    const rules = [
      { ...rule, ...asks, signer: { kind: 'identity', issuer: identity.issuer, subject: 'a@example.com' } as const },
      {
        ...rule,
        ...asks,
        signer: { kind: 'identity', issuer: 'https://b.example', subject: identity.subject } as const,
      },
    ]
    const text = JSON.stringify(root)
    const { trust } = contextFor([])
    const context = contextFor([], { trust: { ...trust, rules, roots: [{ id: 'root', name: 'root', text }] } })
    expect(examineBundle(toBundleItem(bundle), context).evidence.state).toBe('untrusted')
  })

  it('P-07 tells repositories that share a workflow apart by the claims of the certificate', () => {
    const by = (repository: string) =>
      instance.sign({ extensions: [...leafExtensions, claim(12, utf8(repository)), claim(14, utf8('refs/tags/v1'))] })
    const claims = { sourceRepositoryURI: 'https://git.example.com/workshop/demo' }
    expect(judge({ claims }, by('https://git.example.com/workshop/demo')).state).toBe('verified')
    for (const repository of ['https://git.example.com/evil/demo', 'https://git.example.com/workshop/demo.evil', '']) {
      expect(judge({ claims }, by(repository))).toEqual({ state: 'untrusted', codes: ['RULE_CLAIM_DIFFERS'] })
    }
    expect(judge({ claims }).codes, 'a certificate without the claim').toEqual(['RULE_CLAIM_DIFFERS'])
    expect(judge({ claims: { constructor: 'Object' } }).codes).toEqual(['RULE_CLAIM_DIFFERS'])
    expect(judge({ claims: { noSuchClaim: '' } }).codes).toEqual(['RULE_CLAIM_DIFFERS'])
  })

  it('A-03 asks no rule about a statement whose signature does not hold', () => {
    const { dsseEnvelope } = instance.sign()
    const borrowed = { ...bundle, dsseEnvelope: { ...bundle.dsseEnvelope, signatures: dsseEnvelope.signatures } }
    const text = JSON.stringify(root)
    const { trust } = contextFor([])
    const context = contextFor([], { trust: { ...trust, roots: [{ id: 'root', name: 'root', text }] } })
    const { evidence } = examineBundle(toBundleItem(borrowed), context)
    expect(evidence).toMatchObject({ state: 'invalid', signer: null, signedAt: null, annotations: {} })
    expect(evidence.checks.find(({ id }) => id === 'rule')?.status).toBe('skipped')
  })

  it('U-05 believes no key, log or authority for coming with the evidence', () => {
    const other = createTestInstance()
    const foreign = other.signStatement(other.issue())
    const complete = other.toBundle(
      foreign,
      [other.log(foreign), other.log1Entry(foreign)],
      [other.stamp(foreign.signature)],
    )
    expect(judge({}, complete).state).not.toBe('verified')
    expect(judgeBundle(complete, [other.toRoot()]).state).toBe('verified')
  })

  it('U-11 proves each rule by the trusted root that it names', () => {
    const text = JSON.stringify(root)
    const { trust } = contextFor([])
    const rule = { id: 'a', name: 'a', repositories: ['**'], validFrom: null, validUntil: null } as const
    const asks = { requireTransparencyLog: false, requireTimestamp: false }
    const judgeBy = (trustedRoot: string) => {
      const signer = { kind: 'identity', ...identity, trustedRoot } as const
      const roots = [
        { id: 'a', name: 'a', text },
        { id: 'b', name: 'b', text: JSON.stringify(createTestInstance().toRoot()) },
      ]
      const context = contextFor([], { trust: { ...trust, rules: [{ ...rule, ...asks, signer }], roots } })
      return examineBundle(toBundleItem(bundle), context).evidence.state
    }
    expect([judgeBy('a'), judgeBy('b'), judgeBy('c')]).toEqual(['verified', 'untrusted', 'untrusted'])
  })

  it('U-12 refuses what a log or authority dates further into the future than clocks differ', () => {
    const at = (now: string) => judgeBundle(bundle, [root], {}, now)
    expect(at('2026-06-01T11:50:00Z').state, 'five minutes').toBe('verified')
    expect(at('2026-06-01T11:49:59Z')).toMatchObject({ state: 'invalid' })
    expect(at('2026-06-01T11:49:59Z').codes).toContain('PROVEN_TIME_IN_FUTURE')
  })

  it('U-13 needs no log where the rule does not ask for one, as at instances without', () => {
    const signed = instance.signStatement(instance.issue())
    const unlogged = instance.toBundle(signed, [], [instance.stamp(signed.signature)])
    const withoutLogs = { ...root, tlogs: [] }
    const rule = { requireTransparencyLog: false }
    expect(judgeBundle(unlogged, [withoutLogs], rule).state).toBe('verified')
    expect(judgeBundle(unlogged, [withoutLogs]).codes).toEqual(['LOG_ENTRY_MISSING'])
    expect(judgeBundle(instance.toBundle(signed, [], []), [withoutLogs], rule).codes).toContain('CERTIFICATE_NO_TIME')
  })
})
