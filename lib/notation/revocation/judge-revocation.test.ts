import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import {
  extensions,
  makeAuthority,
  makeSigner,
  oid,
  purposeIds,
  sequence,
  signingExtensions,
  type TestCertificate,
} from '#lib/testing/test-authority.ts'
import {
  type CrlMade,
  makeCrl,
  makeOcspRefusal,
  makeOcspResponse,
  makeResponder,
  type OcspMade,
  placesExtensions,
  revocationExtensions,
} from '#lib/testing/test-revocation.ts'
import { judgeRevocation } from './judge-revocation.ts'
import type { RevocationAnswer, RevocationMethod } from './revocation.ts'

const now = '2026-06-01T12:00:00Z'
const places = { ocsp: ['http://ocsp.example/'], crl: ['http://crl.example/a.crl'] }
const issuer = makeAuthority()
const extended = { extensions: [...signingExtensions, ...placesExtensions(places)] }
const signer = makeSigner(issuer, extended)
const other = makeSigner(issuer, extended)
const stranger = makeAuthority()

const answer = (
  method: RevocationMethod,
  bytes: Uint8Array | null,
  problem: string | null = null,
): RevocationAnswer => ({
  method,
  url: method === 'ocsp' ? 'http://ocsp.example/' : 'http://crl.example/a.crl',
  askedAt: now,
  bytes,
  problem,
})
const judge = (answers: readonly RevocationAnswer[], at = now, about = signer, by: TestCertificate = issuer) =>
  judgeRevocation({ certificate: about.der, issuer: by.der }, answers, Date.parse(at))
const ocsp = (made: Partial<OcspMade> = {}, at = now) =>
  judge([answer('ocsp', makeOcspResponse({ about: signer, issuer, ...made }))], at)
const crl = (made: CrlMade = {}, at = now, about = signer) => judge([answer('crl', makeCrl(issuer, made))], at, about)
const reasonOf = (status: ReturnType<typeof judge>): string => (status.kind === 'unknown' ? status.reason : status.kind)

const revokedAt = '2026-05-20T00:00:00Z'

describe('an OCSP response', () => {
  it('says that a certificate is good, by the authority or a responder that it named', () => {
    expect(ocsp()).toEqual({
      kind: 'good',
      method: 'ocsp',
      url: 'http://ocsp.example/',
      thisUpdate: Date.parse('2026-06-01T00:00:00Z'),
      nextUpdate: Date.parse('2026-06-08T00:00:00Z'),
    })
    for (const made of [
      { hash: 'sha256' },
      { namedBy: 'key' },
      { certificates: [issuer] },
      { by: makeResponder(issuer) },
      { by: makeResponder(issuer), namedBy: 'key' },
      { extensions: [{ id: '1.3.6.1.5.5.7.48.1.2', isCritical: true, value: sequence() }] },
    ] as const) {
      expect(ocsp(made).kind).toBe('good')
    }
  })

  it('says since when one is revoked and why, and says so for good', () => {
    const revoked = { revokedAt, reason: 1, invalidAt: '2026-05-10T00:00:00Z' }
    const expected = {
      kind: 'revoked',
      revokedAt: Date.parse(revokedAt),
      invalidAt: Date.parse('2026-05-10T00:00:00Z'),
      why: 'keyCompromise',
    }
    expect(ocsp({ status: revoked })).toMatchObject(expected)
    expect(ocsp({ status: revoked }, '2026-09-01T00:00:00Z')).toMatchObject(expected)
    expect(ocsp({ status: { revokedAt } })).toMatchObject({ kind: 'revoked', invalidAt: null, why: null })
    expect(reasonOf(ocsp({ status: { revokedAt, reason: 6 } }))).toBe('revoked')
    expect(reasonOf(ocsp({ status: { revokedAt, reason: 6 } }, '2026-06-08T00:00:01Z'))).toMatch(/has expired$/)
  })

  it('holds from five minutes before its time until its end, and an hour where it states none', () => {
    expect(ocsp({}, '2026-05-31T23:55:00Z').kind).toBe('good')
    expect(reasonOf(ocsp({}, '2026-05-31T23:54:59Z'))).toBe('ocsp.example sent an answer from the future')
    expect(ocsp({}, '2026-06-08T00:00:00Z').kind).toBe('good')
    expect(reasonOf(ocsp({}, '2026-06-08T00:00:01Z'))).toBe('ocsp.example sent an answer that has expired')
    expect(ocsp({ nextUpdate: null }, '2026-06-01T01:00:00Z').kind).toBe('good')
    expect(reasonOf(ocsp({ nextUpdate: null }, '2026-06-01T01:00:01Z'))).toMatch(/has expired$/)
  })

  it('says nothing good of a certificate that has ended', () => {
    const made = { thisUpdate: '2027-02-01T00:00:00Z', nextUpdate: '2027-02-08T00:00:00Z' }
    expect(reasonOf(ocsp(made, '2027-02-02T00:00:00Z'))).toMatch(/the certificate has ended$/)
    expect(ocsp({ ...made, status: { revokedAt } }, '2027-02-02T00:00:00Z').kind).toBe('revoked')
  })

  const responder = (list: Parameters<typeof makeSigner>[1]) => makeResponder(issuer, list)
  const usage = extensions.keyUsage(0x80)
  const { ocspSigning, noCheck, unknownCritical } = revocationExtensions
  it.each<[string, string, Partial<OcspMade>]>([
    ['unknown to the responder', 'does not know the certificate', { status: 'unknown' }],
    ['another certificate', 'about another certificate', { about: other }],
    ['one of another authority', 'about another certificate', { about: signer, issuer: stranger, by: issuer }],
    ['it twice', 'several answers', { repeat: 2 }],
    ['by another key of that name', 'signature does not hold', { by: stranger }],
    ['by a responder of another authority', 'did not issue', { by: makeResponder(stranger) }],
    ['by one that the authority issued for signing', 'not one for such answers', { by: other }],
    [
      'by one for any purpose',
      'not one for such answers',
      { by: responder({ extensions: [usage, noCheck, extensions.purposes(['2.5.29.37.0'])] }) },
    ],
    [
      'by one for time stamps',
      'not one for such answers',
      { by: responder({ extensions: [usage, noCheck, extensions.purposes([purposeIds.timeStamping])] }) },
    ],
    [
      'by one that is not sent along',
      'without the certificate of who signed it',
      { by: makeResponder(issuer), certificates: [] },
    ],
    [
      'by one that would have to be asked about',
      'have to be asked about as well',
      { by: responder({ extensions: [usage, ocspSigning] }) },
    ],
    [
      'by one that is an authority',
      'is an authority’s',
      { by: responder({ extensions: [extensions.authority(), usage, ocspSigning, noCheck] }) },
    ],
    [
      'by one that may not sign',
      'may not make signatures',
      { by: responder({ extensions: [extensions.keyUsage(0x40), ocspSigning, noCheck] }) },
    ],
    [
      'by one with an unknown critical extension',
      'unknown critical extension',
      { by: responder({ extensions: [usage, ocspSigning, noCheck, unknownCritical] }) },
    ],
    ['by one that has ended', 'is not valid now', { by: responder({ notAfter: '2026-06-01T11:59:59Z' }) }],
    ['by one that has not begun', 'is not valid now', { by: responder({ notBefore: '2026-06-01T12:00:01Z' }) }],
    [
      'by one with a weak key',
      'signature does not hold|too weak',
      { by: responder({ keys: generateKeyPairSync('rsa', { modulusLength: 1024 }) }), namedBy: 'name' },
    ],
    ['with an unknown critical extension', 'unknown critical extension', { extensions: [unknownCritical] }],
    ['with one about the certificate', 'unknown critical extension', { singleExtensions: [unknownCritical] }],
  ])('says nothing when it is about or %s', (_, reason, made) => {
    expect(reasonOf(ocsp(made))).toMatch(new RegExp(reason))
  })

  it.each([
    [1, 'could not read the question'],
    [2, 'had a fault of its own'],
    [3, 'asks to come back later'],
    [4, 'did not answer'],
    [5, 'answers only signed questions'],
    [6, 'is not the one to ask'],
  ])('says why it is none: %d', (code, reason) => {
    expect(reasonOf(judge([answer('ocsp', makeOcspRefusal(code))]))).toBe(`ocsp.example ${reason}`)
  })

  it('is never good with a byte changed, missing or too many, whoever signed it', () => {
    for (const made of [{}, { by: makeResponder(issuer) }, { by: makeResponder(issuer), namedBy: 'key' }] as const) {
      const bytes = makeOcspResponse({ about: signer, issuer, ...made })
      expect(judge([answer('ocsp', bytes)]).kind).toBe('good')
      const good: number[] = []
      for (let at = 0; at < bytes.length; at++) {
        for (const bit of [0x01, 0x80]) {
          const changed = Uint8Array.from(bytes)
          changed[at] = (changed[at] ?? 0) ^ bit
          if (judge([answer('ocsp', changed)]).kind !== 'unknown') good.push(at)
        }
        if (judge([answer('ocsp', bytes.subarray(0, at))]).kind !== 'unknown') good.push(at)
      }
      expect(good).toEqual([])
      expect(judge([answer('ocsp', Buffer.concat([bytes, Buffer.of(0)]))]).kind).toBe('unknown')
    }
  }, 60_000)
})

describe('a list of revoked certificates', () => {
  it('says that a certificate is good that is not on it', () => {
    expect(crl()).toMatchObject({ kind: 'good', method: 'crl', nextUpdate: Date.parse('2026-06-08T00:00:00Z') })
    expect(crl({ revoked: [{ certificate: other, revokedAt }] }).kind).toBe('good')
    expect(crl({ extensions: [{ id: '2.5.29.20', value: Buffer.of(2, 1, 7) }] }).kind).toBe('good')
  })

  it('says since when and why one is revoked that is on it, and says so for good', () => {
    const entry = { certificate: signer, revokedAt, reason: 4, invalidAt: '2026-05-10T00:00:00Z' }
    const expected = {
      kind: 'revoked',
      revokedAt: Date.parse(revokedAt),
      invalidAt: Date.parse('2026-05-10T00:00:00Z'),
      why: 'superseded',
    }
    expect(crl({ revoked: [{ certificate: other, revokedAt }, entry] })).toMatchObject(expected)
    expect(crl({ revoked: [entry] }, '2026-09-01T00:00:00Z')).toMatchObject(expected)
    const held = [{ certificate: signer, revokedAt, reason: 6 }]
    expect(crl({ revoked: held }).kind).toBe('revoked')
    expect(reasonOf(crl({ revoked: held }, '2026-06-09T00:00:00Z'))).toMatch(/has expired$/)
  })

  it('holds until its end', () => {
    expect(crl({}, '2026-06-08T00:00:00Z').kind).toBe('good')
    expect(reasonOf(crl({}, '2026-06-08T00:00:01Z'))).toMatch(/has expired$/)
    expect(reasonOf(crl({}, '2026-05-31T23:54:59Z'))).toMatch(/from the future$/)
  })

  const { scope, delta, freshest, unknownCritical } = revocationExtensions
  it('is of the certificates that it says it is of', () => {
    const [url] = places.crl
    const middle = makeAuthority(
      'middle',
      { extensions: [extensions.authority(), extensions.keyUsage(0x06), ...placesExtensions(places)] },
      issuer,
    )
    const of = (about: TestCertificate, ...parts: readonly (string | number)[]) =>
      crl({ extensions: [scope(...parts)] }, now, about).kind
    expect([of(signer, url ?? ''), of(signer, 'http://crl.example/b.crl')]).toEqual(['good', 'unknown'])
    // Users only, authorities only.
    expect([of(signer, 0x81), of(middle, 0x81)]).toEqual(['good', 'unknown'])
    expect([of(signer, 0x82), of(middle, 0x82)]).toEqual(['unknown', 'good'])
    // Some reasons, indirect, attribute certificates.
    expect([0x83, 0x84, 0x85].map((tag) => of(signer, tag))).toEqual(['unknown', 'unknown', 'unknown'])
  })

  it.each<[string, string, CrlMade]>([
    ['by another key of that name', 'signature does not hold', { by: stranger }],
    ['without an end', 'until when it holds', { nextUpdate: null }],
    ['of changes only', 'unknown critical extension', { extensions: [delta] }],
    ['of changes only, not critically', 'changes only', { extensions: [{ ...delta, isCritical: false }] }],
    ['with a list of later changes', 'later changes', { extensions: [freshest] }],
    ['with an unknown critical extension', 'unknown critical extension', { extensions: [unknownCritical] }],
    ['with two algorithms', 'cannot be read', { innerAlgorithm: sequence(oid('1.2.840.10045.4.3.3')) }],
    [
      'with an entry that has one',
      'unknown critical extension',
      { revoked: [{ certificate: signer, revokedAt, extensions: [unknownCritical] }] },
    ],
    ['that takes it back', 'takes a revocation back', { revoked: [{ certificate: signer, revokedAt, reason: 8 }] }],
    [
      'with it twice',
      'one certificate twice',
      {
        revoked: [
          { certificate: signer, revokedAt },
          { certificate: signer, revokedAt },
        ],
      },
    ],
  ])('says nothing when it is one %s', (_, reason, made) => {
    expect(reasonOf(crl(made))).toMatch(reason)
  })

  it('says nothing when it is of another authority, or by one that may not make any', () => {
    const elsewhere = makeAuthority('elsewhere')
    expect(reasonOf(judge([answer('crl', makeCrl(elsewhere))]))).toMatch('of another authority')
    const mute = makeAuthority('root', { extensions: [extensions.authority(), extensions.keyUsage(0x04)] })
    const below = makeSigner(mute, extended)
    expect(reasonOf(judge([answer('crl', makeCrl(mute))], now, below, mute))).toMatch('may not make any')
    const changing = makeSigner(issuer, { extensions: [...extended.extensions, freshest] })
    expect(reasonOf(crl({}, now, changing))).toMatch('later changes')
    expect(crl({ revoked: [{ certificate: changing, revokedAt }] }, now, changing).kind).toBe('revoked')
  })

  it('is never good with a byte changed, missing or too many', () => {
    const bytes = makeCrl(issuer, { revoked: [{ certificate: other, revokedAt, reason: 1 }] })
    const held: number[] = []
    for (let at = 0; at < bytes.length; at++) {
      const changed = Uint8Array.from(bytes)
      changed[at] = (changed[at] ?? 0) ^ 0x01
      if (judge([answer('crl', changed)]).kind !== 'unknown') held.push(at)
      if (judge([answer('crl', bytes.subarray(0, at))]).kind !== 'unknown') held.push(at)
    }
    expect(held).toEqual([])
    expect(judge([answer('crl', Buffer.concat([bytes, Buffer.of(0)]))]).kind).toBe('unknown')
  })

  it('may list a hundred thousand certificates', () => {
    const entry = { certificate: other, revokedAt }
    const many = makeCrl(issuer, { revoked: Array.from({ length: 20_000 }, () => entry) })
    expect(judge([answer('crl', many)]).kind).toBe('good')
    expect(reasonOf(judge([answer('crl', many)], now, other))).toMatch('twice')
  })
})

describe('answers of several places', () => {
  const good = makeOcspResponse({ about: signer, issuer })
  const listed = makeCrl(issuer, { revoked: [{ certificate: signer, revokedAt }] })

  it('count in their order, and the first that says anything decides', () => {
    expect(judge([answer('ocsp', null, 'did not answer in time'), answer('crl', listed)]).kind).toBe('revoked')
    expect(judge([answer('ocsp', good), answer('crl', listed)]).kind).toBe('good')
    expect(judge([answer('ocsp', good.subarray(1)), answer('crl', makeCrl(issuer))]).kind).toBe('good')
  })

  it('say why nothing is known, by the last of them', () => {
    const silent = answer('crl', null, 'did not answer in time')
    expect(reasonOf(judge([answer('ocsp', Buffer.of(1)), silent]))).toBe('crl.example did not answer in time')
    expect(reasonOf(judge([silent, answer('ocsp', Buffer.of(1))]))).toBe(
      'ocsp.example sent an answer that cannot be read',
    )
    expect(reasonOf(judge([answer('ocsp', null)]))).toBe('ocsp.example did not answer')
    expect(reasonOf(judge([]))).toBe('no place was asked')
    expect(reasonOf(judge([answer('crl', good)]))).toMatch('cannot be read')
  })
})
