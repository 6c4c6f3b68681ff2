import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { examine, judge, root, signer, toAnchor, toRule, trusted } from '#lib/testing/judge-notation.ts'
import {
  imageDescriptor,
  imageMediaType,
  type NotaryMade,
  toNotaryItem,
  toNotaryJws,
} from '#lib/testing/notary-evidence.ts'
import { contextFor, image, otherImage } from '#lib/testing/signed-evidence.ts'
import { extensions, makeAuthority, makeCertificate, makeSigner, purposeIds } from '#lib/testing/test-authority.ts'
import { examineNotation } from './examine-notation.ts'
import type { TrustAnchor, TrustRule } from './trust-rule.ts'

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

  const checkOf = ({ checks }: ReturnType<typeof examine>['first'], id: string) => checks.find((one) => one.id === id)
  const claimed = {
    claimedSubject: 'CN=signer,O=Workshop,ST=WA,C=US',
    claimedRoot: 'CN=root,O=Workshop,ST=WA,C=US',
    rootFingerprint: trusted[0]?.fingerprint,
    notBefore: '2026-01-01T00:00:00.000Z',
    notAfter: '2027-01-01T00:00:00.000Z',
  }

  it('C-01 tells whom its certificate names as a claim, and nothing as proven', () => {
    for (const evidence of Object.values(examine({}, []))) {
      expect(checkOf(evidence, 'certificate')).toMatchObject({
        status: 'failed',
        code: 'CERTIFICATE_UNKNOWN_AUTHORITY',
        detail: { store: 'ca', judged: 'now: no time of the signature is proven', ...claimed },
      })
      expect(checkOf(evidence, 'revocation')).toBeUndefined()
    }
    const long = makeSigner(root, { name: [['CN', 'x'.repeat(900)]] })
    expect(checkOf(examine({ signer: long }, []).first, 'certificate')?.detail.claimedSubject).toBe(
      `CN=${'x'.repeat(497)}`,
    )
    const middle = makeAuthority('middle', {}, root)
    const deep = examine({ signer: makeSigner(middle), chain: [middle, root] }, []).first
    expect(checkOf(deep, 'certificate')?.detail).toMatchObject(claimed)
    const far = makeAuthority('y'.repeat(900))
    const below = examine({ signer: makeSigner(far), chain: [far] }, []).first
    expect(checkOf(below, 'certificate')?.detail.claimedRoot).toBe(`CN=${'y'.repeat(497)}`)
  })

  it('says what it compared: the envelope, the target, the key', () => {
    for (const evidence of Object.values(examine({ expiry: '2026-12-01T00:00:00Z' }))) {
      const algorithm = 'ES256'
      expect(checkOf(evidence, 'format')?.detail).toMatchObject({
        payloadType: 'application/vnd.cncf.notary.payload.v1+json',
        algorithm,
        scheme: 'notary.x509',
        certificates: 2,
      })
      expect(checkOf(evidence, 'subject')?.detail).toEqual(imageDescriptor)
      const certificate = toAnchor(signer, 'ca').fingerprint
      expect(checkOf(evidence, 'signature')?.detail).toEqual({ certificate, algorithm, key: 'ecdsa-p256' })
      const expiry = { expiry: '2026-12-01T00:00:00.000Z', now: '2026-06-01T12:00:00Z' }
      expect(checkOf(evidence, 'expiry')?.detail).toEqual(expiry)
    }
  })

  it('may be trusted by an intermediate authority, or by itself where nobody issued it', () => {
    const middle = makeAuthority('middle', {}, root)
    const below = { signer: makeSigner(middle), chain: [middle, root] }
    expect(judge(below, [toAnchor(middle, 'ca')])).toBe('verified')
    expect(judge(below)).toBe('verified')
    // Who is trusted to sign for others is no rule's authority in another store.
    const both = [toAnchor(root, 'ca'), toAnchor(middle, 'signingAuthority')]
    expect(
      judge(
        below,
        both,
        both.slice(1).map((anchor) => toRule(anchor)),
      ),
    ).toBe('untrusted RULE_NONE')
    expect(
      judge(
        below,
        both,
        both.slice(0, 1).map((anchor) => toRule(anchor)),
      ),
    ).toBe('verified')
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
    expect(judge({ signedAt: '2026-11-01T00:00:00Z', expiry: '2026-11-01T00:00:00Z' })).toBe('invalid NOTARY_EXPIRED')
    expect(judge({ signedAt: '2026-11-01T00:00:00Z', expiry: '2026-11-01T00:00:01Z' })).toBe('verified')
    const past = { expiry: '2026-05-02T00:00:00.000Z', now: '2026-06-01T12:00:00Z' }
    expect(checkOf(examine({ expiry: '2026-05-02T00:00:00Z' }).first, 'expiry')?.detail).toEqual(past)
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
    expect(checkOf(evidence, 'format')).toMatchObject({ code: 'EVIDENCE_MEDIA_TYPE', reason: 'two layers' })
    const foreign = toNotaryItem(toNotaryJws({ signer, chain: [root] }), { claimedSubject: otherImage })
    expect(examineNotation(foreign, 'notation-jws', contextFor([])).evidence.state).toBe('invalid')
    const empty = examineNotation(toNotaryItem({}), 'notation-jws', contextFor([])).evidence
    expect(empty.state).toBe('invalid')
    const skipped = { status: 'skipped', code: 'CHECK_SKIPPED' }
    expect(checkOf(empty, 'signature')).toMatchObject(skipped)
    expect(checkOf(empty, 'rule')).toMatchObject(skipped)
    const gone = toNotaryItem({}, { bytes: null, problem: { code: 'REGISTRY_TIMEOUT', message: 'slow' } })
    const unread = examineNotation(gone, 'notation-jws', contextFor([])).evidence
    expect(unread.state).toBe('undetermined')
    expect(unread.checks.filter(({ id }) => id === 'signature')).toHaveLength(1)
    expect(examineNotation(gone, 'notation-jws', contextFor([])).kind).toBe('signature')
  })

  it.each<[string, Partial<NotaryMade>]>([
    ['is no chain', { chain: [] }],
    ['is not one for signing', { signer: makeSigner(root, { extensions: [] }) }],
    ['has ended', { signer: makeSigner(root, { notAfter: '2026-05-10T00:00:00Z' }) }],
  ])('C says of its certificate that it %s, and nothing of others', (_, made) => {
    const failed = examine(made).first.checks.filter(({ status }) => status === 'failed')
    expect(failed.map(({ id }) => id)).toEqual(['certificate'])
  })

  it('is not verified by this product alone where the signer asks for a plugin', () => {
    const plugin = 'io.cncf.notary.verificationPlugin'
    const head = (one: Record<string, unknown>) =>
      void Object.assign(one, { [plugin]: 'x', crit: [...(one.crit as string[]), plugin] })
    const { first } = examine({ head })
    expect(first.state).toBe('undetermined')
    expect(checkOf(first, 'format')).toMatchObject({
      code: 'SCHEME_NOT_CHECKED',
      reason: expect.stringContaining('plugin'),
      detail: { [plugin]: 'x', envelope: 'JWS' },
    })
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
