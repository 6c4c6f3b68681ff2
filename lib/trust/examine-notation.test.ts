import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { parseCertificate } from '#lib/sigstore/certificates/certificate.ts'
import {
  imageDescriptor,
  imageMediaType,
  type NotaryMade,
  toNotaryCose,
  toNotaryItem,
  toNotaryJws,
} from '#lib/testing/notary-evidence.ts'
import { contextFor, image, otherImage } from '#lib/testing/signed-evidence.ts'
import {
  extensions,
  makeAuthority,
  makeCertificate,
  makeSigner,
  makeStamper,
  makeTimestampToken,
  purposeIds,
  type TestCertificate,
} from '#lib/testing/test-authority.ts'
import { examineNotation } from './examine-notation.ts'
import type { AnchorStore, TrustAnchor, TrustRule } from './trust-rule.ts'

// The judgement is made on 2026-06-01; certificates last the year 2026 unless told otherwise.
const root = makeAuthority()
const signer = makeSigner(root)
const tsa = makeAuthority('time root')
const stamper = makeStamper(tsa)

const toAnchor = ({ der }: TestCertificate, store: AnchorStore, changes: Partial<TrustAnchor> = {}): TrustAnchor => ({
  fingerprint: parseCertificate(der).x509.fingerprint256.replaceAll(':', '').toLowerCase(),
  name: null,
  der,
  store,
  ...changes,
})

const toRule = ({ fingerprint }: TrustAnchor, changes: Partial<TrustRule> = {}): TrustRule => ({
  id: fingerprint,
  name: 'notary',
  repositories: ['**'],
  signer: { kind: 'certificate', fingerprint },
  validFrom: null,
  validUntil: null,
  requireTransparencyLog: false,
  requireTimestamp: false,
  ...changes,
})

const trusted = [toAnchor(root, 'ca')]

function examine(
  made: Partial<NotaryMade> = {},
  anchors: readonly TrustAnchor[] = trusted,
  rules: readonly TrustRule[] = anchors.map((anchor) => toRule(anchor)),
  changes: (jws: ReturnType<typeof toNotaryJws>) => void = () => {},
) {
  const whole: NotaryMade = { signer, chain: [root], ...made }
  const base = contextFor([])
  const context = {
    ...base,
    subjectMediaType: imageMediaType,
    trust: { ...base.trust, anchors, rules },
  }
  const jws = toNotaryJws(whole)
  changes(jws)
  const outcomes = [
    examineNotation(toNotaryItem(jws), 'notation-jws', context),
    examineNotation(toNotaryItem(toNotaryCose(whole)), 'notation-cose', context),
  ].map(({ evidence }) => evidence)
  const [first, second] = outcomes
  if (first === undefined || second === undefined) throw new TypeError('There are two.')
  return { first, second }
}

const codesOf = ({ first }: ReturnType<typeof examine>): readonly string[] =>
  first.checks.flatMap((check) =>
    check.status === 'failed' || check.status === 'inconclusive' ? [check.code ?? ''] : [],
  )

/** The state, which both envelopes must share, and the codes. */
const judge = (...given: Parameters<typeof examine>): string => {
  const outcome = examine(...given)
  if (given[3] === undefined) expect(outcome.second.state).toBe(outcome.first.state)
  return [outcome.first.state, ...codesOf(outcome)].join(' ')
}

const stampAt = (at: string, accuracy?: number, by = stamper, certificates?: readonly TestCertificate[]) => ({
  stamp: (data: Uint8Array) =>
    makeTimestampToken(by, {
      data,
      at,
      ...(accuracy === undefined ? {} : { accuracy }),
      ...(certificates === undefined ? {} : { certificates }),
    }),
})

describe('a Notary Project signature', () => {
  it('is verified when all of it holds, and says by what', () => {
    const target = { ...imageDescriptor, annotations: { build: '42' } }
    const { first, second } = examine({ target, expiry: '2026-12-01T00:00:00Z' })
    const envelopeOf = ({ checks }: typeof first) => checks.find(({ id }) => id === 'format')?.detail.envelope
    expect([envelopeOf(first), envelopeOf(second)]).toEqual(['JWS', 'COSE'])
    for (const evidence of [first, second]) {
      expect(evidence.state).toBe('verified')
      expect(evidence.signer).toMatchObject({ kind: 'certificate', subject: 'CN=signer,O=Workshop,ST=WA,C=US' })
      expect(evidence.annotations).toEqual({ build: '42' })
      expect(evidence.signedAt).toEqual({ at: '2026-05-01T00:00:00.000Z', source: 'signer-claim' })
      expect(evidence.checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
        'content passed',
        'format passed',
        'referrer passed',
        'subject passed',
        'signature passed',
        'certificate passed',
        'transparency-log skipped',
        'revocation skipped',
        'expiry passed',
        'rule passed',
      ])
      expect(evidence.checks.find(({ id }) => id === 'certificate')?.detail).toMatchObject({
        store: 'ca',
        authority: 'CN=root,O=Workshop,ST=WA,C=US',
        judged: 'now: no time of the signature is proven',
        holdsUntil: '2027-01-01T00:00:00.000Z',
      })
    }
  })

  it('M-01 M-03 is invalid for another digest, size or media type, whoever signed', () => {
    for (const change of [
      { digest: otherImage },
      { size: 1 },
      { mediaType: 'application/vnd.oci.image.index.v1+json' },
    ]) {
      const target = { ...imageDescriptor, ...change }
      expect(judge({ target })).toBe('invalid SUBJECT_MISMATCH')
      expect(judge({ target }, [])).toMatch(/^invalid SUBJECT_MISMATCH/)
    }
    expect(examine({ target: { ...imageDescriptor, digest: otherImage } }).first.annotations).toEqual({})
    expect(judge({ target: { ...imageDescriptor, size: String(imageDescriptor.size) } })).toBe(
      'invalid SUBJECT_MISMATCH',
    )
    expect(judge({ target: { mediaType: imageMediaType, size: imageDescriptor.size } })).toBe(
      'invalid SUBJECT_MISMATCH',
    )
    expect(judge({ payload: Buffer.from('{}') })).toBe('invalid NOTARY_MALFORMED')
    expect(judge({ payload: Buffer.from('[]') })).toBe('invalid NOTARY_MALFORMED')
    expect(judge({ payload: Buffer.from('{') })).toBe('invalid NOTARY_MALFORMED')
    expect(judge({ target: { ...imageDescriptor, annotations: [] } })).toBe('invalid NOTARY_MALFORMED')
  })

  it('C-21 is by nobody trusted where its authority is not in the store, or in another', () => {
    const unknown = 'untrusted CERTIFICATE_UNKNOWN_AUTHORITY'
    expect(judge({}, [])).toBe(unknown)
    expect(judge({}, [toAnchor(makeAuthority(), 'ca')])).toBe(unknown)
    expect(judge({}, [toAnchor(root, 'signingAuthority')])).toBe(unknown)
    expect(judge({}, [toAnchor(root, 'tsa')])).toBe(unknown)
    expect(judge({}, [toAnchor(signer, 'ca')])).toBe(unknown)
    expect(examine({}, []).first.signer).toBeNull()
    const reasonOf = (anchors: readonly TrustAnchor[]) =>
      examine({}, anchors).first.checks.flatMap((check) => (check.status === 'failed' ? [check.reason] : []))[0]
    expect(reasonOf([])).toContain('No authority is trusted')
    expect(reasonOf([toAnchor(makeAuthority(), 'ca')])).toContain('none of the trusted')
  })

  it('may be trusted by an intermediate authority, or by itself where nobody issued it', () => {
    const middle = makeAuthority('middle', {}, root)
    const below = { signer: makeSigner(middle), chain: [middle, root] }
    expect(judge(below, [toAnchor(middle, 'ca')])).toBe('verified')
    expect(judge(below)).toBe('verified')
    const alone = makeCertificate({
      name: [['CN', 'alone']],
      extensions: [extensions.keyUsage(0x80)],
    })
    expect(judge({ signer: alone, chain: [] }, [toAnchor(alone, 'ca')])).toBe('verified')
    expect(judge({ signer: alone, chain: [] })).toBe('untrusted CERTIFICATE_UNKNOWN_AUTHORITY')
  })

  it('P is trusted for the subject that the rule asks for, and shown with its signer otherwise', () => {
    const [anchor] = trusted
    if (anchor === undefined) throw new TypeError('There is one.')
    const by = (subject: string) => [
      toRule(anchor, { signer: { kind: 'certificate', fingerprint: anchor.fingerprint, subject } }),
    ]
    expect(judge({}, trusted, by('C=US, ST=WA, O=Workshop'))).toBe('verified')
    const warningOf = (rules?: TrustRule[]) =>
      examine({}, trusted, rules).first.checks.find(({ id }) => id === 'rule')?.detail.warning
    expect(warningOf()).toContain('any signer')
    expect(warningOf(by('O=Workshop'))).toBeUndefined()
    expect(judge({}, trusted, by('C=US, ST=WA, O=Workshop, CN=signe'))).toBe('untrusted RULE_SUBJECT_DIFFERS')
    expect(judge({}, trusted, [])).toBe('untrusted RULE_NONE')
    expect(examine({}, trusted, []).first.signer).toMatchObject({ kind: 'certificate' })
    expect(judge({}, trusted, [toRule(anchor, { repositories: ['elsewhere/**'] })])).toBe(
      'untrusted RULE_OTHER_REPOSITORY',
    )
    expect(judge({}, trusted, [toRule(anchor, { requireTimestamp: true })])).toBe('untrusted TIMESTAMP_MISSING')
    const compromised = toAnchor(root, 'ca', { state: 'compromised' })
    expect(judge({}, [compromised])).toBe('untrusted KEY_COMPROMISED')
  })

  it('is invalid once its own expiry has come, whoever signed', () => {
    expect(judge({ expiry: '2026-06-01T12:00:00Z' })).toBe('invalid NOTARY_EXPIRED')
    expect(judge({ expiry: '2026-06-01T12:00:01Z' })).toBe('verified')
    expect(judge({ expiry: '2026-05-02T00:00:00Z' }, [])).toBe('invalid CERTIFICATE_UNKNOWN_AUTHORITY NOTARY_EXPIRED')
    expect(judge({ signedAt: '2026-11-01T00:00:00Z', expiry: '2026-10-01T00:00:00Z' })).toBe('invalid NOTARY_EXPIRED')
  })

  it('C-17 is invalid when another key made the signature, or by another algorithm than the key has', () => {
    const other = makeSigner(root)
    expect(judge({ signer: { ...other, der: signer.der } })).toBe('invalid SIGNATURE_INVALID')
    const large = makeSigner(root, { keys: generateKeyPairSync('ec', { namedCurve: 'P-384' }) })
    expect(judge({ signer: large })).toBe('invalid NOTARY_MALFORMED')
    const weak = makeSigner(root, { keys: generateKeyPairSync('rsa', { modulusLength: 1024 }) })
    expect(judge({ signer: { ...signer, der: weak.der } })).toBe('invalid CERTIFICATE_PROFILE')
  })

  it.each<[string, Partial<NotaryMade>]>([
    ['no root', { chain: [] }],
    ['the root twice', { chain: [root, root] }],
    ['one that does not belong to it', { chain: [makeAuthority('other'), root] }],
    ['the wrong order', { signer, chain: [root, makeAuthority('middle', {}, root)] }],
  ])('C-03 is invalid with a chain that has %s', (_, made) => {
    expect(judge(made)).toBe('invalid CERTIFICATE_MALFORMED')
  })

  const purposes = (id: string) => [extensions.keyUsage(0x80), extensions.purposes([id])]
  it.each<[string, Parameters<typeof makeSigner>[1]]>([
    ['belongs to an authority', { extensions: [extensions.authority(), extensions.keyUsage(0x84)] }],
    ['may sign certificates too', { extensions: [extensions.keyUsage(0x84)] }],
    ['may encipher too', { extensions: [extensions.keyUsage(0xa0)] }],
    ['may not sign', { extensions: [extensions.keyUsage(0x40)] }],
    ['does not say what it may', { extensions: [] }],
    ['does not say so as critical', { extensions: [extensions.keyUsage(0x80, false)] }],
    ['is an authority’s that may only sign', { extensions: [extensions.authority(), extensions.keyUsage(0x80)] }],
    ['is for servers', { extensions: purposes(purposeIds.serverAuth) }],
    [
      'is for servers as well',
      {
        extensions: [extensions.keyUsage(0x80), extensions.purposes([purposeIds.codeSigning, purposeIds.serverAuth])],
      },
    ],
    ['is for time stamps', { extensions: purposes(purposeIds.timeStamping) }],
    ['is for anything', { extensions: purposes('2.5.29.37.0') }],
    [
      'has a critical extension that is not known',
      { extensions: [extensions.keyUsage(0x80), { id: '1.2.3', isCritical: true, value: new Uint8Array([5, 0]) }] },
    ],
    ['is signed with SHA-1', { hash: 'sha1' }],
  ])('C-09 is invalid when its certificate %s', (_, changes) => {
    expect(judge({ signer: makeSigner(root, changes) })).toBe('invalid CERTIFICATE_PROFILE')
  })

  it.each<[string, Parameters<typeof makeAuthority>[1]]>([
    ['is none', { extensions: [extensions.noAuthority, extensions.keyUsage(0x06)] }],
    ['may have nothing below it', { extensions: [extensions.authority(0), extensions.keyUsage(0x06)] }],
    ['may not sign certificates', { extensions: [extensions.authority(), extensions.keyUsage(0x80)] }],
    ['does not say what it may', { extensions: [extensions.authority()] }],
    ['does not say so as critical', { extensions: [extensions.authority(), extensions.keyUsage(0x06, false)] }],
    [
      'does not call itself one as critical',
      { extensions: [{ ...extensions.authority(), isCritical: false }, extensions.keyUsage(0x06)] },
    ],
  ])('C-19 is invalid when an authority in its chain %s', (_, changes) => {
    const upper = makeAuthority('upper', changes, root)
    const lower = makeAuthority('lower', {}, upper)
    expect(judge({ signer: makeSigner(lower), chain: [lower, upper, root] })).toBe('invalid CERTIFICATE_PROFILE')
  })

  it('B-16 is invalid where the manifest around it is not as it must be', () => {
    const item = toNotaryItem(toNotaryJws({ signer, chain: [root] }), { shapeProblem: 'two layers' })
    const { evidence } = examineNotation(item, 'notation-jws', contextFor([]))
    expect(evidence.state).toBe('invalid')
    const foreign = toNotaryItem(toNotaryJws({ signer, chain: [root] }), { claimedSubject: otherImage })
    expect(examineNotation(foreign, 'notation-jws', contextFor([])).evidence.state).toBe('invalid')
    const empty = examineNotation(toNotaryItem({}), 'notation-jws', contextFor([])).evidence
    expect(empty.state).toBe('invalid')
    expect(empty.checks.find(({ id }) => id === 'signature')).toMatchObject({ status: 'skipped' })
    const gone = toNotaryItem({}, { bytes: null, problem: { code: 'REGISTRY_TIMEOUT', message: 'slow' } })
    expect(examineNotation(gone, 'notation-jws', contextFor([])).evidence.state).toBe('undetermined')
  })

  it('is not verified by this product alone where the signer asks for a plugin', () => {
    const plugin = 'io.cncf.notary.verificationPlugin'
    const head = (one: Record<string, unknown>) =>
      void Object.assign(one, { [plugin]: 'x', crit: [...(one.crit as string[]), plugin] })
    const { first } = examine({ head })
    expect(first.state).toBe('undetermined')
    expect(first.checks.find(({ id }) => id === 'format')).toMatchObject({ code: 'SCHEME_NOT_CHECKED' })
  })

  it('M binds by the digest alone where size and media type could not be had', () => {
    const base = contextFor([], { subjectBytes: null })
    const context = { ...base, trust: { ...base.trust, anchors: trusted, rules: trusted.map((one) => toRule(one)) } }
    const examined = (target: Record<string, unknown>) =>
      examineNotation(toNotaryItem(toNotaryJws({ signer, chain: [root], target })), 'notation-jws', context)
    expect(examined({ digest: image, size: 1, mediaType: 'a' }).evidence.state).toBe('verified')
    expect(examined({ ...imageDescriptor, digest: otherImage }).evidence.state).toBe('invalid')
  })
})

describe('the time of a Notary Project signature', () => {
  const stores = [...trusted, toAnchor(tsa, 'tsa')]
  const old = { notBefore: '2026-01-01T00:00:00Z', notAfter: '2026-05-10T00:00:00Z' }
  const oldSigner = makeSigner(root, old)

  it('C-04 decides for a certificate that has expired: without a proven one it is invalid', () => {
    const outside = 'CERTIFICATE_OUTSIDE_VALIDITY'
    expect(judge({ signer: oldSigner })).toBe(`invalid ${outside}`)
    expect(judge({ signer: oldSigner }, stores)).toBe(`invalid ${outside}`)
    expect(examine({ signer: oldSigner }, stores).first.signer).toBeNull()
    expect(judge({ signer: oldSigner, ...stampAt('2026-05-01T00:00:00Z') }, stores)).toBe('verified')
    expect(judge({ signer: oldSigner, ...stampAt('2026-05-10T00:00:01Z') }, stores)).toBe(`invalid ${outside}`)
    expect(judge({ signer: makeSigner(root, { notBefore: '2026-07-01T00:00:00Z' }) })).toBe(`invalid ${outside}`)
  })

  it('is shown as the authority stamped it, and judged within its accuracy', () => {
    const { first } = examine({ signer: oldSigner, ...stampAt('2026-05-01T00:00:00Z', 60) }, stores)
    expect(first.signedAt).toEqual({ at: '2026-05-01T00:00:00.000Z', source: 'timestamp-authority' })
    expect(first.checks.find(({ id }) => id === 'timestamp')).toMatchObject({
      status: 'passed',
      detail: { accuracyMs: 60_000, authority: 'CN=time,O=Workshop,ST=WA,C=US' },
    })
    const revocationOf = (evidence: typeof first) => evidence.checks.find(({ id }) => id === 'revocation')?.detail
    expect(revocationOf(first)).toEqual({ timestamp: expect.stringContaining('neither') })
    expect(revocationOf(examine().first)).toEqual({})
    expect(first.checks.find(({ id }) => id === 'certificate')?.detail).not.toHaveProperty('holdsUntil')
    const edge = (accuracy: number) =>
      judge({ signer: oldSigner, ...stampAt('2026-05-09T23:59:30Z', accuracy) }, stores)
    expect(edge(30)).toBe('verified')
    expect(edge(31)).toBe('invalid CERTIFICATE_OUTSIDE_VALIDITY')
  })

  it('by an authority that is not trusted says nothing, and proves no expired certificate', () => {
    const stamped = stampAt('2026-05-01T00:00:00Z')
    expect(judge(stamped)).toBe('verified')
    const unknown = 'TIMESTAMP_UNKNOWN_AUTHORITY'
    expect(judge({ signer: oldSigner, ...stamped })).toBe(`untrusted ${unknown}`)
    // C-22: an authority for certificates is none for time.
    expect(judge({ signer: oldSigner, ...stamped }, [...trusted, toAnchor(tsa, 'ca')])).toBe(`untrusted ${unknown}`)
    const [anchor] = trusted
    if (anchor === undefined) throw new TypeError('There is one.')
    expect(judge(stamped, trusted, [toRule(anchor, { requireTimestamp: true })])).toBe(`untrusted ${unknown}`)
    expect(judge(stamped, stores, [toRule(anchor, { requireTimestamp: true })])).toBe('verified')
  })

  it('T is invalid when the stamp of a known authority is false, needed or not', () => {
    const over = (data: Uint8Array) => ({
      stamp: () => makeTimestampToken(stamper, { data, at: '2026-05-01T00:00:00Z' }),
    })
    expect(judge(over(Buffer.from('other')), stores)).toBe('invalid TIMESTAMP_INVALID')
    expect(judge({ stamp: () => Buffer.from('no token') }, stores)).toBe('invalid TIMESTAMP_INVALID')
    expect(judge(stampAt('2026-06-02T00:00:00Z'), stores)).toBe('invalid PROVEN_TIME_IN_FUTURE')
    // Clocks may differ by five minutes.
    expect(judge(stampAt('2026-06-01T12:05:00Z'), stores)).toBe('verified')
    expect(judge(stampAt('2026-06-01T12:05:01Z'), stores)).toBe('invalid PROVEN_TIME_IN_FUTURE')
    const older = (data: Uint8Array) =>
      makeTimestampToken(stamper, { data, at: '2026-05-01T00:00:00Z', naming: 'sha1' })
    expect(judge({ stamp: older }, stores)).toBe('invalid TIMESTAMP_INVALID')
    const wide = makeStamper(tsa, {
      extensions: [
        extensions.keyUsage(0x80),
        extensions.purposes([purposeIds.timeStamping, purposeIds.codeSigning], true),
      ],
    })
    expect(judge(stampAt('2026-05-01T00:00:00Z', 1, wide), stores)).toBe('invalid TIMESTAMP_INVALID')
    const loose = makeStamper(tsa, {
      extensions: [extensions.keyUsage(0x80), extensions.purposes([purposeIds.timeStamping])],
    })
    expect(judge(stampAt('2026-05-01T00:00:00Z', 1, loose), stores)).toBe('invalid TIMESTAMP_INVALID')
    const other = makeStamper(tsa)
    const swapped = { ...other, privateKey: stamper.privateKey }
    expect(judge(stampAt('2026-05-01T00:00:00Z', 1, swapped), stores)).toBe('invalid TIMESTAMP_INVALID')
    const ended = makeStamper(tsa, old)
    expect(judge(stampAt('2026-05-20T00:00:00Z', 1, ended), stores)).toBe('invalid CERTIFICATE_OUTSIDE_VALIDITY')
  })

  it('T leads through the certificates in the token to the trusted one', () => {
    const middle = makeAuthority('time middle', {}, tsa)
    const by = makeStamper(middle)
    const stamped = (certificates: readonly TestCertificate[]) =>
      judge({ signer: oldSigner, ...stampAt('2026-05-01T00:00:00Z', 1, by, certificates) }, stores)
    expect(stamped([by, middle])).toBe('verified')
    expect(stamped([middle, by, tsa])).toBe('verified')
    expect(stamped([by])).toBe('untrusted TIMESTAMP_UNKNOWN_AUTHORITY')
    const alone = makeCertificate({
      name: [['CN', 'time']],
      extensions: [extensions.keyUsage(0x80), extensions.purposes([purposeIds.timeStamping], true)],
    })
    const byItself = { signer: oldSigner, ...stampAt('2026-05-01T00:00:00Z', 1, alone, []) }
    expect(judge(byItself, [...trusted, toAnchor(alone, 'tsa')])).toBe('verified')
    expect(stamped([])).toBe('untrusted TIMESTAMP_UNKNOWN_AUTHORITY')
  })

  const signing = { scheme: 'notary.x509.signingAuthority' } as const
  const authorities = [toAnchor(root, 'signingAuthority')]
  it('is what the signing authority states, where that is the scheme and its root is in that store', () => {
    expect(judge(signing, authorities)).toBe('verified')
    expect(judge(signing, trusted)).toBe('untrusted CERTIFICATE_UNKNOWN_AUTHORITY')
    expect(judge({ ...signing, signer: oldSigner }, authorities)).toBe('verified')
    const late = { ...signing, signer: oldSigner, signedAt: '2026-05-10T00:00:01Z' }
    expect(judge(late, authorities)).toBe('invalid CERTIFICATE_OUTSIDE_VALIDITY')
    const signedAt = (at: string) => judge({ ...signing, signedAt: at }, authorities)
    expect(signedAt('2026-06-01T12:05:00Z')).toBe('verified')
    expect(signedAt('2026-06-01T12:05:01Z')).toBe('invalid PROVEN_TIME_IN_FUTURE')
    // The signer's own clock proves nothing under the other scheme.
    expect(judge({ signedAt: '2020-01-01T00:00:00Z' })).toBe('verified')
  })

  it('takes no stamp into account under the scheme of signing authorities, nor as one that a rule asks for', () => {
    const stamped = { ...signing, ...stampAt('2026-05-01T00:00:00Z') }
    const all = [...authorities, toAnchor(tsa, 'tsa')]
    const { first } = examine(stamped, all)
    expect(first.checks.find(({ id }) => id === 'timestamp')?.status).toBe('skipped')
    expect(first.signedAt?.source).toBe('signer-claim')
  })
})
