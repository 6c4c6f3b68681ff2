import { describe, expect, it } from 'vitest'
import { type RevocationStatus, toQuestionKey } from '#lib/notation/revocation/revocation.ts'
import { root, stampAt, toAnchor, toRule, tsa } from '#lib/testing/judge-notation.ts'
import { imageMediaType, type NotaryMade, toNotaryItem, toNotaryJws } from '#lib/testing/notary-evidence.ts'
import { contextFor } from '#lib/testing/signed-evidence.ts'
import {
  extensions,
  makeAuthority,
  makeSigner,
  makeStamper,
  purposeIds,
  signingExtensions,
  type TestCertificate,
} from '#lib/testing/test-authority.ts'
import { placesExtensions } from '#lib/testing/test-revocation.ts'
import { examineDiscovery } from './examine-discovery.ts'
import type { TrustAnchor } from './trust-rule.ts'

const places = placesExtensions({ ocsp: ['http://ocsp.example'], crl: ['http://crl.example/a.crl'] })
const authority = [extensions.authority(), extensions.keyUsage(0x06)]
const middle = makeAuthority('middle', { extensions: [...authority, ...places] }, root)
const signer = makeSigner(middle, { extensions: [...signingExtensions, ...places] })
const stamping = [
  extensions.noAuthority,
  extensions.keyUsage(0x80),
  extensions.purposes([purposeIds.timeStamping], true),
]
const stamper = makeStamper(tsa, { extensions: [...stamping, ...places] })
const trusted = [toAnchor(root, 'ca')]
const stores = [...trusted, toAnchor(tsa, 'tsa')]
const stampedAt = '2026-05-01T00:00:00Z'

const place = { method: 'ocsp', url: 'http://ocsp.example' } as const
const good = (nextUpdate = '2026-06-08T00:00:00Z'): RevocationStatus => ({
  kind: 'good',
  ...place,
  thisUpdate: Date.parse('2026-06-01T00:00:00Z'),
  nextUpdate: Date.parse(nextUpdate),
})
const revoked = (invalidAt: string | null = null): RevocationStatus => ({
  kind: 'revoked',
  ...place,
  revokedAt: Date.parse('2026-05-20T00:00:00Z'),
  invalidAt: invalidAt === null ? null : Date.parse(invalidAt),
  why: 'keyCompromise',
})
const unknown: RevocationStatus = { kind: 'unknown', reason: 'ocsp.example did not answer in time' }

type Said = readonly (readonly [about: TestCertificate, issuer: TestCertificate, status: RevocationStatus])[]
const ofSigner = (status: RevocationStatus) => [signer, middle, status] as const
const ofMiddle = (status: RevocationStatus) => [middle, root, status] as const
const ofStamper = (status: RevocationStatus) => [stamper, tsa, status] as const

function examine(said: Said | null, made: Partial<NotaryMade> = {}, anchors: readonly TrustAnchor[] = trusted) {
  const base = contextFor([])
  const item = toNotaryItem(toNotaryJws({ signer, chain: [middle, root], ...made }))
  const revocation =
    said === null
      ? undefined
      : new Map(
          said.map(([about, issuer, status]) => [
            toQuestionKey({ certificate: about.der, issuer: issuer.der }),
            status,
          ]),
        )
  const rules = anchors.map((anchor) => toRule(anchor))
  const trust = { ...base.trust, anchors, rules }
  const { signatures, questions = [] } = examineDiscovery(
    { items: [item] },
    { ...base, subjectMediaType: imageMediaType, trust, revocation },
  )
  const [evidence] = signatures
  if (evidence === undefined) throw new TypeError('There is one.')
  const check = evidence.checks.find(({ id }) => id === 'revocation')
  return { evidence, check, questions }
}

const stamped = stampAt(stampedAt, 60, stamper)
const namesOf = (questions: ReturnType<typeof examine>['questions']) =>
  questions.map(({ certificate }) =>
    [signer, middle, root, stamper, tsa].findIndex(({ der }) => Buffer.compare(der, certificate) === 0),
  )

describe('whether a certificate was revoked', () => {
  it('is passed when each certificate below the anchor is good, and says by whom and until when', () => {
    const { evidence, check } = examine([ofSigner(good()), ofMiddle(good('2026-06-05T00:00:00Z'))])
    expect(evidence.state).toBe('verified')
    const text = 'not revoked, by OCSP of http://ocsp.example as of 2026-06-01T00:00:00.000Z'
    expect(check).toEqual({
      id: 'revocation',
      status: 'passed',
      detail: { signer: text, signerIssuer1: text, holdsUntil: '2026-06-05T00:00:00.000Z' },
    })
  })

  it('makes the signature invalid, and its signer nobody, when the signer’s or one above it was', () => {
    for (const said of [
      [ofSigner(revoked()), ofMiddle(good())],
      [ofSigner(good()), ofMiddle(revoked())],
      [ofSigner(unknown), ofMiddle(revoked())],
    ]) {
      const { evidence, check } = examine(said)
      expect(evidence).toMatchObject({ state: 'invalid', signer: null })
      expect(check).toMatchObject({
        status: 'failed',
        code: 'CERTIFICATE_REVOKED',
        detail: { revokedAt: '2026-05-20T00:00:00.000Z', why: 'keyCompromise', source: 'OCSP of http://ocsp.example' },
      })
      expect(check?.detail).not.toHaveProperty('invalidSince')
      expect(evidence.checks.find(({ id }) => id === 'rule')?.status).toBe('skipped')
    }
  })

  it('spares what a time stamp proves to be older than the loss of the key, and nothing else does', () => {
    const made = { ...stamped }
    const state = (invalidAt: string | null, how: Partial<NotaryMade> = made) =>
      examine([ofSigner(revoked(invalidAt)), ofMiddle(good()), ofStamper(good())], how, stores).evidence.state
    expect(state('2026-05-01T00:01:01Z')).toBe('verified')
    // The accuracy of the stamp reaches as far as that.
    expect(state('2026-05-01T00:01:00Z')).toBe('invalid')
    expect(state('2026-04-01T00:00:00Z')).toBe('invalid')
    expect(state(null)).toBe('invalid')
    expect(state('2026-05-10T00:00:00Z', {})).toBe('invalid')
    const { check } = examine([ofSigner(revoked('2026-05-10T00:00:00Z'))])
    expect(check?.detail.invalidSince).toBe('2026-05-10T00:00:00.000Z')
  })

  it('T-19 takes a time stamp for false whose certificate was revoked, since whenever', () => {
    for (const invalidAt of [null, '2026-05-10T00:00:00Z']) {
      const { evidence } = examine([ofSigner(good()), ofMiddle(good()), ofStamper(revoked(invalidAt))], stamped, stores)
      expect(evidence.state).toBe('invalid')
      expect(evidence.checks.find(({ id }) => id === 'timestamp')).toMatchObject({
        status: 'failed',
        code: 'CERTIFICATE_REVOKED',
      })
      expect(evidence.signedAt?.source).not.toBe('timestamp-authority')
    }
  })

  it('is skipped, and the verdict as before, where one of them is not known to be good', () => {
    const cases: readonly (readonly [Said | null, string])[] = [
      [null, 'Whether one of the certificates was revoked is not asked.'],
      [[], 'Whether one of the certificates was revoked is not asked.'],
      [[ofSigner(good())], 'Whether one of the certificates was revoked is not asked.'],
      [
        [ofSigner(good()), ofMiddle(unknown)],
        'Whether CN=middle,O=Workshop,ST=WA,C=US was revoked could not be found out: ocsp.example did not answer in time.',
      ],
    ]
    for (const [said, reason] of cases) {
      const { evidence, check } = examine(said)
      expect(evidence.state).toBe('verified')
      expect(check).toMatchObject({ status: 'skipped', code: null, reason })
    }
    const { check, evidence } = examine([ofSigner(good()), ofMiddle(good()), ofStamper(unknown)], stamped, stores)
    expect([evidence.state, check?.status]).toEqual(['verified', 'skipped'])
    expect(check?.detail.timestamp).toBe('unknown: ocsp.example did not answer in time')
  })

  it('is skipped where a certificate names nobody to ask, or is trusted by itself', () => {
    const silent = makeSigner(middle)
    const { check } = examine([ofMiddle(good())], { signer: silent })
    expect(check).toMatchObject({
      status: 'skipped',
      reason: expect.stringMatching(/^The certificate of CN=signer.* names no place/),
      detail: { signer: 'names no place to ask' },
    })
    const plain = examine([], { signer: makeSigner(root), chain: [root] })
    expect(plain.check).toMatchObject({ status: 'skipped', reason: expect.stringMatching(/^The certificates name no/) })
    expect(plain.questions).toEqual([])
    const alone = makeAuthority('alone', { extensions: [extensions.keyUsage(0x80), ...places] })
    const itself = examine([], { signer: alone, chain: [] }, [toAnchor(alone, 'ca')])
    expect(itself.check).toMatchObject({ status: 'skipped', reason: expect.stringContaining('trusted by itself') })
    expect(itself.questions).toEqual([])
  })

  it('asks about each certificate below an anchor, the time stamp’s too', () => {
    expect(namesOf(examine(null).questions)).toEqual([0, 1])
    expect(namesOf(examine(null, stamped, stores).questions)).toEqual([0, 1, 3])
  })

  it('asks nobody whom only the evidence names', () => {
    expect(examine(null, {}, []).questions).toEqual([])
    expect(examine(null, {}, [toAnchor(makeAuthority('other'), 'ca')]).questions).toEqual([])
    // Above the anchor anybody can put what they like.
    expect(namesOf(examine(null, {}, [toAnchor(middle, 'ca')]).questions)).toEqual([0])
    expect(namesOf(examine(null, stamped, trusted).questions)).toEqual([0, 1])
    const ended = makeSigner(middle, { extensions: [...signingExtensions, ...places], notAfter: stampedAt })
    expect(examine(null, { signer: ended }).questions).toEqual([])
  })

  it('does not take the answer about one certificate for that about another', () => {
    const twin = makeSigner(middle, { extensions: [...signingExtensions, ...places] })
    const { check } = examine([[twin, middle, good()], [signer, root, good()], ofMiddle(good())])
    expect(check?.status).toBe('skipped')
  })
})
