import { describe, expect, it } from 'vitest'
import { examine, judge, root, stampAt, stamper, toAnchor, toRule, trusted, tsa } from '#lib/testing/judge-notation.ts'
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
    expect(first.checks.find(({ id }) => id === 'certificate')?.detail).not.toHaveProperty('holdsUntil')
    const long = makeStamper(tsa, { name: [['CN', 't'.repeat(400)]] })
    const stamped = examine(stampAt('2026-05-01T00:00:00Z', 1, long), stores).first
    expect(stamped.checks.find(({ id }) => id === 'timestamp')?.detail.authority).toBe(`CN=${'t'.repeat(297)}`)
    const edge = (accuracy: number) =>
      judge({ signer: oldSigner, ...stampAt('2026-05-09T23:59:30Z', accuracy) }, stores)
    expect(first.checks.find(({ id }) => id === 'timestamp')?.detail.at).toBe('2026-05-01T00:00:00.000Z')
    expect(first.checks.find(({ id }) => id === 'certificate')?.detail.judged).toBe('when it was stamped')
    expect(edge(30)).toBe('verified')
    expect(edge(31)).toBe('invalid CERTIFICATE_OUTSIDE_VALIDITY')
  })

  it('by an authority that is not trusted says nothing, and proves no expired certificate', () => {
    const stamped = stampAt('2026-05-01T00:00:00Z')
    expect(judge(stamped)).toBe('verified')
    const unknown = 'TIMESTAMP_UNKNOWN_AUTHORITY'
    expect(judge({ signer: oldSigner, ...stamped })).toBe(`untrusted ${unknown}`)
    const [open] = examine({ signer: oldSigner, ...stamped }).first.checks.filter(({ id }) => id === 'certificate')
    expect(open).toMatchObject({
      status: 'inconclusive',
      code: unknown,
      reason: expect.stringContaining('only an unknown time-stamp authority says when'),
      detail: { store: 'ca', claimedRoot: 'CN=root,O=Workshop,ST=WA,C=US', at: '2026-06-01T12:00:00.000Z' },
    })
    // What no time could repair is not left open for one.
    const limited = makeAuthority('limited', { extensions: [extensions.authority(0), extensions.keyUsage(0x06)] }, root)
    const below = makeAuthority('below', {}, limited)
    const byLimited = { signer: makeSigner(below, old), chain: [below, limited, root] }
    expect(judge({ ...byLimited, ...stamped })).toBe('invalid CERTIFICATE_PROFILE')
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
    const malformed = { stamp: () => Buffer.from('no token') }
    expect(judge(malformed, stores)).toBe('invalid TIMESTAMP_INVALID')
    const failed = examine(malformed, stores).first.checks.filter(({ status }) => status === 'failed')
    expect(failed.map(({ id }) => id)).toEqual(['timestamp'])
    expect(judge(stampAt('2026-06-02T00:00:00Z'), stores)).toBe('invalid PROVEN_TIME_IN_FUTURE')
    // Clocks may differ by five minutes.
    expect(judge(stampAt('2026-06-01T12:05:00Z'), stores)).toBe('verified')
    expect(judge(stampAt('2026-06-01T12:05:01Z'), stores)).toBe('invalid PROVEN_TIME_IN_FUTURE')
    expect(judge(stampAt('2026-06-01T12:05:30Z', 30), stores)).toBe('verified')
    expect(judge(stampAt('2026-06-01T12:05:31Z', 30), stores)).toBe('invalid PROVEN_TIME_IN_FUTURE')
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
    const [certificate] = examine(signing, authorities).first.checks.filter(({ id }) => id === 'certificate')
    const judged = 'at the time that the signing authority states'
    expect(certificate?.detail).toMatchObject({ store: 'signingAuthority', judged })
    expect(certificate?.detail).not.toHaveProperty('holdsUntil')
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
    const asking = authorities.map((anchor) => toRule(anchor, { requireTimestamp: true }))
    expect(judge(stamped, all, asking)).toBe('untrusted TIMESTAMP_MISSING')
    expect(judge(signing, all, asking)).toBe('untrusted TIMESTAMP_MISSING')
  })
})
