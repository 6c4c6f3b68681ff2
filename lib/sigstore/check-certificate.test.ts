import { createHash, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createCheckList } from '#lib/evidence/check-list.ts'
import {
  extensions,
  makeAuthority,
  makeCertificate,
  makeSigner,
  type TestCertificate,
} from '#lib/testing/test-authority.ts'
import {
  createTestInstance,
  type EntryJson,
  identity,
  leafExtensions,
  names,
  uriName,
} from '#lib/testing/test-instance.ts'
import type { TrustAnchor } from '#lib/trust/trust-rule.ts'
import { openRoot } from '#lib/trust-root/open-root.ts'
import { parseLogEntry } from './bundle/parse-log-entry.ts'
import { checkCertificate, type OfferedCertificate } from './check-certificate.ts'

const instance = createTestInstance()
const leaf = instance.issue()
const signed = instance.signStatement(leaf)
const other = createTestInstance()
const now = '2026-06-01T12:00:00Z'

const named = (root: unknown, name: string) => openRoot({ id: `id of ${name}`, name, text: JSON.stringify(root) })
const own = named(instance.toRoot(), 'own')
const foreign = named(other.toRoot(), 'foreign')

type Changes = Partial<OfferedCertificate> & {
  readonly by?: typeof signed
  readonly entries?: readonly EntryJson[]
  readonly stamps?: readonly string[]
  readonly anchors?: readonly TestCertificate[]
  readonly nowAt?: string
}

/** The usual signature, logged and stamped, with changes. */
function check(changes: Changes = {}, roots = [own]) {
  const { by = signed, entries = [instance.log(by)], stamps = [instance.stamp(by.signature)], anchors = [] } = changes
  const list = createCheckList()
  const { payload, preAuthEncoding, signature, certificate } = by
  const offered: OfferedCertificate = {
    signed: [{ data: preAuthEncoding, signature, hint: null }],
    certificates: [certificate.der],
    content: { kind: 'envelope', payload, preAuthEncoding, stored: null },
    logEntries: entries.map(parseLogEntry),
    timestamps: stamps.map((stamp) => Buffer.from(stamp, 'base64')),
    ...changes,
  }
  const vouchers = { roots, anchors: anchors.map(toAnchor), nowMs: Date.parse(changes.nowAt ?? now) }
  const { signer, proofs } = checkCertificate(list, offered, vouchers)
  const checks = list.checks()
  return {
    signer,
    proofs,
    statuses: checks.map((one) => [one.id, 'code' in one ? (one.code ?? one.status) : one.status].join(' ')),
    detailOf: (id: string) => checks.find((one) => one.id === id)?.detail,
    reasonOf: (id: string) => checks.flatMap((one) => (one.id === id && 'reason' in one ? [one.reason] : []))[0],
  }
}
const toAnchor = ({ der }: TestCertificate): TrustAnchor => ({ fingerprint: sha256(der), name: null, der, store: 'ca' })
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

const verified = [
  'signature passed',
  'certificate passed',
  'certificate-transparency passed',
  'transparency-log passed',
  'timestamp passed',
]
const unknownAuthority = ['signature passed', 'certificate CERTIFICATE_UNKNOWN_AUTHORITY']

describe('a certificate of a trusted root', () => {
  it('proves the identity in it, by every root that does', () => {
    const { signer, statuses, detailOf } = check()
    expect(statuses).toEqual(verified)
    expect(signer).toEqual({ kind: 'identity', identity: { ...identity, claims: {} }, roots: ['id of own'] })
    expect(detailOf('certificate')).toEqual({
      ...identity,
      authority: 'C=US, ST=WA, O=Workshop, CN=intermediate',
      root: 'own',
      rootId: 'id of own',
      notBefore: '2026-06-01T11:50:00.000Z',
      notAfter: '2026-06-01T12:00:00.000Z',
      fingerprint: sha256(leaf.der),
    })
    expect(detailOf('certificate-transparency')).toEqual({ promises: 1 })
    const again = named(instance.toRoot(), 'again')
    expect(check({}, [foreign, own, again]).signer).toMatchObject({ roots: ['id of own', 'id of again'] })
  })

  it('C-21 is judged by the root that proves it, not by another that issued it', () => {
    const withoutLog = named({ ...instance.toRoot(), ctlogs: other.toRoot().ctlogs }, 'without log')
    for (const roots of [
      [withoutLog, own],
      [own, withoutLog],
    ]) {
      const { signer, statuses } = check({}, roots)
      expect(statuses).toEqual(verified)
      expect(signer).toMatchObject({ kind: 'identity', roots: ['id of own'] })
    }
    const neither = check({}, [withoutLog, named({ ...instance.toRoot(), ctlogs: [] }, 'no log')])
    expect(neither.signer).toBeNull()
    expect(neither.statuses).toEqual(verified.with(2, 'certificate-transparency CERTIFICATE_LOG_UNKNOWN'))
  })

  it('takes the proofs of the root that issued it, and of no other', () => {
    const withoutProofs = named({ ...instance.toRoot(), tlogs: [], timestampAuthorities: [] }, 'without proofs')
    const { signer, statuses } = check({ stamps: [instance.stamp(signed.signature)] }, [withoutProofs, foreign])
    expect(signer).toBeNull()
    expect(statuses).toEqual(['signature passed', 'certificate TIMESTAMP_UNKNOWN_AUTHORITY', verified[2]])
  })

  it('C-07 proves nobody where no log promised it, though all else holds', () => {
    const unpublished = instance.signStatement(instance.issue({ promises: [] }))
    const { signer, statuses } = check({ by: unpublished })
    expect(signer).toBeNull()
    expect(statuses).toEqual(verified.with(2, 'certificate-transparency CERTIFICATE_LOG_MISSING'))
  })

  it('C-04 proves nobody at a time at which it was not valid, were it one of several', () => {
    const late = instance.stamp(signed.signature, '2026-06-01T12:00:01Z')
    for (const stamps of [[late], [instance.stamp(signed.signature), late], [late, instance.stamp(signed.signature)]]) {
      const { signer, statuses } = check({ stamps, nowAt: '2026-06-02T00:00:00Z' })
      expect(signer).toBeNull()
      expect(statuses).toContain('certificate CERTIFICATE_OUTSIDE_VALIDITY')
    }
  })

  it('C-09 C-11 proves nobody by another profile or without one name', () => {
    for (const [extensions, code] of [
      [leafExtensions.slice(1), 'CERTIFICATE_PROFILE'],
      [[...leafExtensions.slice(0, 2), ...leafExtensions.slice(3)], 'CERTIFICATE_PROFILE'],
    ] as const) {
      const { signer, statuses } = check({ by: instance.signStatement(instance.issue({ extensions })) })
      expect(signer).toBeNull()
      expect(statuses).toEqual(verified.with(1, `certificate ${code}`))
    }
  })

  it('is named by what issued it where the authority is its own root', () => {
    const rootOf = ({ der }: TestCertificate) => {
      const root = instance.toRoot()
      const certChain = { certificates: [{ rawBytes: der.toString('base64') }] }
      const [authority] = root.certificateAuthorities
      return named({ ...root, certificateAuthorities: [{ ...authority, certChain }] }, 'single')
    }
    const single = makeAuthority('single')
    const { statuses, detailOf } = check({ by: instance.signStatement(instance.issue({ issuer: single })) }, [
      rootOf(single),
    ])
    expect(statuses).toEqual(verified)
    expect(detailOf('certificate')).toMatchObject({ authority: 'C=US, ST=WA, O=Workshop, CN=single' })
    const endless = makeAuthority('a'.repeat(400))
    const long = check({ by: instance.signStatement(instance.issue({ issuer: endless })) }, [rootOf(endless)])
    expect(long.statuses).toEqual(verified)
    expect(String(long.detailOf('certificate')?.authority)).toHaveLength(300)
  })
})

describe('the signature beside a certificate', () => {
  it('C-17 is by its key, or false', () => {
    const stranger = instance.signStatement(instance.issue())
    const { signer, statuses, detailOf, reasonOf } = check({ certificates: [stranger.certificate.der] })
    expect(signer).toBeNull()
    expect(statuses[0]).toBe('signature SIGNATURE_INVALID')
    expect(reasonOf('signature')).toBe('The signature is not by the key of its certificate.')
    expect(detailOf('signature')).toEqual({ certificate: sha256(stranger.certificate.der) })
  })

  it('C-17 is no signature of an own authority’s either', () => {
    const authority = makeAuthority('own')
    const { signer, statuses } = check({
      certificates: [makeSigner(authority).der],
      anchors: [authority],
      entries: [],
      stamps: [],
    })
    expect(signer).toBeNull()
    expect(statuses).toEqual(['signature SIGNATURE_INVALID', 'certificate passed'])
  })

  it('may be one of several, which the proofs must then be about', () => {
    const stranger = instance.signStatement(instance.issue())
    const both = [stranger, signed].map(({ preAuthEncoding: data, signature }) => ({ data, signature, hint: null }))
    expect(check({ signed: both }).signer).toMatchObject({ kind: 'identity' })
    const { statuses } = check({ signed: both, stamps: [instance.stamp(stranger.signature)] })
    expect(statuses).toContain('timestamp TIMESTAMP_INVALID')
    const neither = both.map((one) => ({ ...one, data: Buffer.from('other') }))
    const open = check({ signed: neither, stamps: [instance.stamp(stranger.signature)] })
    expect(open.statuses).toContain('timestamp passed')
    expect(open.signer).toBeNull()
  })

  it('K-02 is not looked at where the key is one that is not accepted', () => {
    const weak = instance.signStatement(
      instance.issue({ keys: generateKeyPairSync('ec', { namedCurve: 'secp256k1' }) }),
    )
    const { signer, statuses } = check({ by: weak })
    expect(signer).toBeNull()
    expect(statuses.slice(0, 2)).toEqual(['signature CHECK_SKIPPED', 'certificate CERTIFICATE_PROFILE'])
  })
})

describe('a certificate that cannot be read', () => {
  it('C-03 leaves the signature open, and the proofs judged all the same', () => {
    for (const certificates of [[], [Buffer.from('none')]]) {
      const { signer, proofs, statuses } = check({ certificates })
      expect(signer).toBeNull()
      expect(statuses).toEqual([
        'signature CHECK_SKIPPED',
        'certificate CERTIFICATE_MALFORMED',
        'transparency-log passed',
        'timestamp passed',
      ])
      expect(proofs.times).toHaveLength(1)
    }
    expect(check({ certificates: [], stamps: [instance.stamp(Buffer.from('other'))] }).statuses).toContain(
      'timestamp TIMESTAMP_INVALID',
    )
  })

  it('C-02 is that of evidence which brings a root', () => {
    const { intermediate, root } = instance
    expect(check({ certificates: [leaf.der, intermediate.der] }).statuses).toEqual(verified)
    for (const others of [[root], [intermediate, root], [root, intermediate]]) {
      const { signer, statuses } = check({ certificates: [leaf, ...others].map(({ der }) => der) })
      expect(signer).toBeNull()
      expect(statuses.slice(0, 2)).toEqual(['signature CHECK_SKIPPED', 'certificate CERTIFICATE_PROFILE'])
    }
    expect(check({ certificates: [leaf.der, Buffer.from('none')] }).statuses).toContain(
      'certificate CERTIFICATE_MALFORMED',
    )
  })
})

describe('the time of a certificate', () => {
  const unpromised = other.log(signed)
  const promised = other.log1Entry(signed)

  it('T-08 is needed', () => {
    const { signer, statuses } = check({ stamps: [] })
    expect(signer).toBeNull()
    expect(statuses).toEqual(verified.with(1, 'certificate CERTIFICATE_NO_TIME').slice(0, 4))
    const undated = check({ entries: [], stamps: [] })
    expect(undated.statuses).toContain('certificate CERTIFICATE_NO_TIME')
    expect(undated.reasonOf('certificate')).toBe('Nothing that is trusted proves when it was signed.')
  })

  it('T-22 is open where only a log or authority that nobody knows could tell it', () => {
    const code = (entries: readonly EntryJson[], stamps: readonly string[] = []) =>
      check({ entries, stamps }).statuses[1]
    expect(code([promised])).toBe('certificate LOG_UNKNOWN')
    expect(code([], [other.stamp(signed.signature)])).toBe('certificate TIMESTAMP_UNKNOWN_AUTHORITY')
    expect(code([unpromised], [other.stamp(signed.signature)])).toBe('certificate TIMESTAMP_UNKNOWN_AUTHORITY')
    expect(code([unpromised]), 'which an entry without a promise never could').toBe('certificate CERTIFICATE_NO_TIME')
  })

  it('T-27 is not asked for where what should prove it is false', () => {
    const other = instance.stamp(Buffer.from('other'))
    expect(check({ entries: [], stamps: [other] }).statuses).toEqual([
      'signature passed',
      'certificate CHECK_SKIPPED',
      verified[2],
      'timestamp TIMESTAMP_INVALID',
    ])
    const foreignEntry = instance.log1Entry(instance.signStatement(instance.issue()))
    expect(check({ entries: [foreignEntry], stamps: [] }).statuses).toEqual([
      'signature passed',
      'certificate CHECK_SKIPPED',
      verified[2],
      'transparency-log LOG_ENTRY_OTHER',
    ])
  })
})

describe('a certificate of nobody known', () => {
  it('C-01 T-22 is told with whom it claims to be of', () => {
    const { signer, statuses, detailOf, reasonOf } = check({}, [foreign])
    expect(signer).toBeNull()
    expect(statuses).toEqual(unknownAuthority)
    expect(reasonOf('certificate')).toBe('The certificate was issued by no authority of the trusted roots.')
    expect(detailOf('certificate')).toEqual({
      authority: 'C=US, ST=WA, O=Workshop, CN=intermediate',
      claimedSubject: identity.subject,
      claimedIssuer: identity.issuer,
      notBefore: '2026-06-01T11:50:00.000Z',
      notAfter: '2026-06-01T12:00:00.000Z',
      fingerprint: sha256(leaf.der),
    })
    expect(check({}, []).reasonOf('certificate')).toBe('No trusted root is configured, so that no authority is known.')
  })

  it('claims nothing where it names nobody, and little where it goes on', () => {
    const nameless = instance.signStatement(instance.issue({ extensions: leafExtensions.slice(0, 2) }))
    const { statuses, detailOf } = check({ by: nameless }, [foreign])
    expect(statuses).toEqual(unknownAuthority)
    expect(detailOf('certificate')).not.toHaveProperty('claimedSubject')
    const endless = makeCertificate({ name: [['CN', 'a'.repeat(400)]], extensions: [extensions.authority()] })
    const claims = [
      ...leafExtensions.slice(0, 2),
      names(uriName('s'.repeat(600))),
      extensions.oidcIssuer('i'.repeat(600)),
    ]
    const long = instance.signStatement(instance.issue({ issuer: endless, extensions: claims }))
    expect(check({ by: long }, [foreign]).detailOf('certificate')).toMatchObject({
      authority: `CN=${'a'.repeat(297)}`,
      claimedSubject: 's'.repeat(500),
      claimedIssuer: 'i'.repeat(500),
    })
  })

  it('C-01 is so for an own authority that did not issue it', () => {
    const { signer, statuses, detailOf } = check({ anchors: [makeAuthority('another')] }, [foreign])
    expect(signer).toBeNull()
    expect(statuses).toEqual(unknownAuthority)
    expect(detailOf('certificate')).toMatchObject({ claimedSubject: identity.subject })
  })
})

describe('a certificate of an own authority', () => {
  const root = makeAuthority('own root')
  const middle = makeAuthority('middle', {}, root)
  const by = (certificate: TestCertificate) => instance.signStatement(certificate)
  const usual = by(makeSigner(middle))
  const examine = (changes: Changes) => check({ by: usual, entries: [], stamps: [], anchors: [root], ...changes })

  it('is proven through certificates that come with it, from wherever they come', () => {
    const certificates = [usual.certificate.der, middle.der]
    expect(examine({ certificates }).signer).toMatchObject({ kind: 'certificate', anchors: [sha256(root.der)] })
    const others = Array.from({ length: 9 }, () => root.der)
    expect(examine({ intermediates: [...others, middle.der] }).signer).toMatchObject({ kind: 'certificate' })
    expect(examine({}).statuses).toEqual(unknownAuthority)
  })

  it('C-04 is judged at the proven time where there is one, else now', () => {
    const short = by(makeSigner(middle, { notBefore: '2026-06-01T11:50:00Z', notAfter: '2026-06-01T11:56:00Z' }))
    const judged = (stamps: readonly string[]) => examine({ by: short, intermediates: [middle.der], stamps })
    expect(judged([]).statuses).toContain('certificate CERTIFICATE_OUTSIDE_VALIDITY')
    expect(judged([]).signer).toBeNull()
    expect(judged([instance.stamp(short.signature)]).signer).toMatchObject({ kind: 'certificate' })
    const late = instance.stamp(short.signature, '2026-06-01T11:57:00Z')
    expect(judged([instance.stamp(short.signature), late]).statuses).toContain(
      'certificate CERTIFICATE_OUTSIDE_VALIDITY',
    )
  })
})
