import { describe, expect, it } from 'vitest'
import { judgeBundle } from '#lib/testing/judge-bundle.ts'
import { encodeDer, extensions, makeAuthority, makeStamper, purposeIds, sequence } from '#lib/testing/test-authority.ts'
import { createTestInstance } from '#lib/testing/test-instance.ts'
import { makeAttribute, makeTimestamp, type StampChanges } from '#lib/testing/test-timestamp.ts'

const instance = createTestInstance()
const root = instance.toRoot()
const { stamper, timeRoot } = instance
const signed = instance.signStatement(instance.issue())
const make = (changes: StampChanges = {}, by = stamper, data: Uint8Array = signed.signature) =>
  makeTimestamp(by, data, changes)
const judge = (response: Uint8Array, roots: readonly unknown[] = [root]) =>
  judgeBundle(instance.toBundle(signed, [instance.log(signed)], [Buffer.from(response).toString('base64')]), roots)
const invalid = { state: 'invalid', codes: expect.arrayContaining(['TIMESTAMP_INVALID']) }
const stampedBy = (changes: Parameters<typeof makeStamper>[1]) => make({}, makeStamper(timeRoot, changes))
/** The root whose time-stamp authority lists these certificates. */
const rootWith = (...certificates: { der: Buffer }[]) => ({
  ...root,
  timestampAuthorities: [
    {
      certChain: { certificates: certificates.map(({ der }) => ({ rawBytes: der.toString('base64') })) },
      validFor: { start: '2026-01-01T00:00:00Z' },
    },
  ],
})

describe('time stamps', () => {
  it('holds those that are as they should be', () => {
    expect(judge(make())).toEqual({ state: 'verified', codes: [] })
    expect(judge(make({ bag: [] })), 'whose certificate is in the trusted root').toEqual({
      state: 'verified',
      codes: [],
    })
    for (const imprintHash of ['sha384', 'sha512']) expect(judge(make({ imprintHash })).state).toBe('verified')
    for (const hashOfNamed of ['sha384', 'sha1'] as const) expect(judge(make({ hashOfNamed })).state).toBe('verified')
    expect(judge(make({ status: 1 })).state, 'granted with changes').toBe('verified')
    expect(judge(make({ time: '20260601115500.25Z' })).state).toBe('verified')
  })

  it('T-16 is over this signature', () => {
    expect(judge(make({}, stamper, Buffer.from('another signature')))).toMatchObject(invalid)
    expect(judge(make({}, stamper, signed.payload))).toMatchObject(invalid)
    expect(judge(make({}, stamper, signed.preAuthEncoding))).toMatchObject(invalid)
  })

  it('T-16 is by an authority of the trusted root, whether it brings its certificate or not', () => {
    const stranger = makeStamper(makeAuthority('stranger'))
    for (const bag of [[stranger], []]) {
      const judged = judge(make({ bag }, stranger))
      expect(judged.state).not.toBe('verified')
      expect(judged.codes).toContain('TIMESTAMP_UNKNOWN_AUTHORITY')
    }
    const other = makeStamper(timeRoot)
    expect(judge(make({}, other)).state, 'a later certificate of the same authority').toBe('verified')
    expect(judge(make({ bag: [] }, other)).codes, 'which is then needed').toContain('TIMESTAMP_UNKNOWN_AUTHORITY')
  })

  it('T-16 is within the time of the authority and of its certificate', () => {
    const outside = { state: 'invalid', codes: expect.arrayContaining(['CERTIFICATE_OUTSIDE_VALIDITY']) }
    expect(judge(stampedBy({ notAfter: '2026-06-01T11:54:59Z' }))).toMatchObject(outside)
    expect(judge(stampedBy({ notBefore: '2026-06-01T11:55:01Z' }))).toMatchObject(outside)
    const [authority] = root.timestampAuthorities
    const within = (validFor: object) => ({ ...root, timestampAuthorities: [{ ...authority, validFor }] })
    expect(judge(make(), [within({ start: '2026-01-01T00:00:00Z', end: '2026-06-01T11:54:59Z' })])).toMatchObject(
      outside,
    )
    expect(judge(make(), [within({ start: '2026-06-01T11:55:01Z' })])).toMatchObject(outside)
  })

  it('T-16 says a time at which the certificate was valid', () => {
    expect(judge(make({ at: '2026-06-01T11:49:59Z' })).codes).toContain('CERTIFICATE_OUTSIDE_VALIDITY')
    expect(judge(make({ at: '2026-06-01T12:06:00Z' })).codes).toContain('PROVEN_TIME_IN_FUTURE')
  })

  it('T-17 was signed by the certificate that it names, not by another in it (CVE-2026-39984)', () => {
    const stranger = makeStamper(makeAuthority('stranger'))
    expect(judge(make({ bag: [stamper, stranger], named: stamper }, stranger))).toMatchObject(invalid)
    expect(judge(make({ bag: [stranger, stamper], named: stamper }, stranger))).toMatchObject(invalid)
    expect(judge(make({ bag: [stamper, stranger] }, stranger)).codes).toContain('TIMESTAMP_UNKNOWN_AUTHORITY')
    expect(judge(make({ isUnnamed: true }))).toMatchObject(invalid)
    expect(judge(make({ hashOfNamed: 'sha1', named: stranger, bag: [stranger, stamper] })).state).not.toBe('verified')
  })

  it.each<[string, () => Uint8Array]>([
    ['cut off', () => make().subarray(0, -1)],
    ['with something behind it', () => Buffer.concat([make(), Buffer.from([5, 0])])],
    ['of indefinite length', () => Buffer.concat([Buffer.from([0x30, 0x80]), make().subarray(4), Buffer.from([0, 0])])],
    ['of 5 MB', () => Buffer.alloc(5_000_000, 0x30)],
    ['nested deeply', () => Array.from({ length: 500 }).reduce<Buffer>((inner) => sequence(inner), Buffer.alloc(0))],
    ['empty', () => sequence()],
    ['that is no list', () => Buffer.from([5, 0])],
    ['with two signers', () => make({ signers: 2 })],
    ['without signer', () => make({ signers: 0 })],
    ['that was rejected', () => make({ status: 2 })],
    ['that waits', () => make({ status: 3 })],
    ['of another version', () => make({ version: 2 })],
    ['of a kind that is not signed data', () => make({ tokenType: '1.2.840.113549.1.7.1' })],
    ['about something else', () => make({ contentType: '1.2.840.113549.1.7.1' })],
    ['that signs another kind of content', () => make({ signedType: '1.2.840.113549.1.7.1' })],
    ['over a weak hash', () => make({ imprintHash: 'sha1' })],
    ['over an unknown hash', () => make({ imprintHash: '1.2.3' })],
    ['whose content is not what was signed', () => make({ messageDigest: Buffer.alloc(32) })],
    ['with another signature', () => make({ signature: Buffer.from('none') })],
    ['without signed attributes', () => make({ areAttributesAbsent: true })],
    [
      'with an attribute twice',
      () => make({ extraAttributes: [makeAttribute('1.2.840.113549.1.9.4', encodeDer(0x04))] }),
    ],
    [
      'with an attribute of two values',
      () => make({ extraAttributes: [makeAttribute('1.2.3', sequence(), sequence())] }),
    ],
    ['with an attribute of no value', () => make({ extraAttributes: [makeAttribute('1.2.3')] })],
    ['with a time without zone', () => make({ time: '20260601115500' })],
    ['with a time of another zone', () => make({ time: '20260601135500+0200' })],
    ['with a day that is none', () => make({ time: '20260631115500Z' })],
  ])('T-18 refuses one %s', (_, response) => {
    expect(judge(response())).toMatchObject(invalid)
  })

  it.each([
    ['whose purpose is not critical', extensions.purposes([purposeIds.timeStamping], false)],
    ['for other purposes too', extensions.purposes([purposeIds.timeStamping, purposeIds.codeSigning], true)],
    ['for code', extensions.purposes([purposeIds.codeSigning], true)],
    ['for any purpose', extensions.purposes(['2.5.29.37.0'], true)],
    ['for no purpose', null],
  ])('T-19 refuses one by a certificate %s', (_, purposes) => {
    const own = [extensions.noAuthority, extensions.keyUsage(0x80), ...(purposes === null ? [] : [purposes])]
    expect(judge(stampedBy({ extensions: own }))).toMatchObject(invalid)
  })

  it('T-19 refuses one by an authority’s own certificate', () => {
    const own = [extensions.authority(), extensions.purposes([purposeIds.timeStamping], true)]
    const issuing = makeStamper(timeRoot, { extensions: own })
    expect(judge(make({}, issuing), [rootWith(issuing, timeRoot)])).toMatchObject(invalid)
  })

  it('T-20 counts both ends of every time', () => {
    const [authority] = root.timestampAuthorities
    const at = '2026-06-01T11:55:00Z'
    const exact = { ...root, timestampAuthorities: [{ ...authority, validFor: { start: at, end: at } }] }
    expect(judge(make(), [exact]).state).toBe('verified')
    expect(judge(stampedBy({ notBefore: at, notAfter: at })).state).toBe('verified')
  })

  it('T-23 is over the signature of a bundle, not over its envelope', () => {
    const { dsseEnvelope } = instance.toBundle(signed, [], [])
    expect(judge(make({}, stamper, Buffer.from(JSON.stringify(dsseEnvelope))))).toMatchObject(invalid)
  })

  it('T-27 refuses evidence with a false one by a trusted authority, and ignores those by others', () => {
    const stranger = makeStamper(makeAuthority('stranger'))
    const judgeAll = (...all: Buffer[]) =>
      judgeBundle(
        instance.toBundle(
          signed,
          [instance.log(signed)],
          all.map((one) => one.toString('base64')),
        ),
        [root],
      ).state
    expect(judgeAll(make(), make({}, stamper, Buffer.from('another')))).toBe('invalid')
    expect(judgeAll(make(), make({}, stranger))).toBe('verified')
    expect(judgeAll(make({}, stranger), make())).toBe('verified')
  })

  it('C-22 is by an authority of time, not by one of certificates', () => {
    const exchanged = {
      ...root,
      certificateAuthorities: [...root.certificateAuthorities, ...root.timestampAuthorities],
      timestampAuthorities: [],
    }
    expect(judge(make(), [exchanged]).codes).toContain('TIMESTAMP_UNKNOWN_AUTHORITY')
    expect(judge(make(), [exchanged]).state).not.toBe('verified')
  })
})
