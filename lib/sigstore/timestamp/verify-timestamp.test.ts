import { describe, expect, it } from 'vitest'
import { codeOf } from '#lib/testing/code-of.ts'
import { encodeDer, makeAuthority, makeStamper, sequence } from '#lib/testing/test-authority.ts'
import { makeTimestamp, type StampChanges } from '#lib/testing/test-timestamp.ts'
import { parseCertificate } from '../certificates/certificate.ts'
import { parseTimestamp } from './parse-timestamp.ts'
import { verifyTimestamp } from './verify-timestamp.ts'

const root = makeAuthority('time root')
const stamper = makeStamper(root)
const data = Buffer.from('a signature')
const certificates = [stamper, root].map(({ der }) => parseCertificate(der))
const authority = { certificates, validity: { start: null, end: null } }
const parse = (changes: StampChanges) => parseTimestamp(makeTimestamp(stamper, data, changes))
const integer = (...bytes: number[]) => encodeDer(0x02, Buffer.from(bytes))
const tagged = (tag: number, ...bytes: number[]) => encodeDer(tag, Buffer.from(bytes))

describe('verifyTimestamp', () => {
  it('says when, and by which certificate', () => {
    const proven = verifyTimestamp(makeTimestamp(stamper, data), [data], [authority])
    expect(proven.atMs).toBe(Date.parse('2026-06-01T11:55:00Z'))
    expect(Buffer.compare(proven.certificate.der, stamper.der)).toBe(0)
  })

  it('is content with any one of several data', () => {
    const stamp = makeTimestamp(stamper, data)
    const other = Buffer.from('another signature')
    expect(codeOf(() => verifyTimestamp(stamp, [other, data], [authority]))).toBeNull()
    expect(codeOf(() => verifyTimestamp(stamp, [other], [authority]))).toBe('TIMESTAMP_INVALID')
    expect(codeOf(() => verifyTimestamp(stamp, [], [authority]))).toBe('TIMESTAMP_INVALID')
  })

  it('takes the window of an authority that was open, where it is listed with several', () => {
    const before = { certificates, validity: { start: 0, end: Date.parse('2026-01-01T00:00:00Z') } }
    const stamp = makeTimestamp(stamper, data)
    expect(codeOf(() => verifyTimestamp(stamp, [data], [before, authority]))).toBeNull()
    expect(codeOf(() => verifyTimestamp(stamp, [data], [authority, before]))).toBeNull()
    expect(codeOf(() => verifyTimestamp(stamp, [data], [before]))).toBe('CERTIFICATE_OUTSIDE_VALIDITY')
  })
})

describe('parseTimestamp', () => {
  it.each<[string, Uint8Array | undefined, number]>([
    ['nothing', undefined, 0],
    ['seconds', sequence(integer(2)), 2_000],
    ['milliseconds', sequence(tagged(0x80, 3)), 3],
    ['microseconds, rounded up', sequence(tagged(0x81, 5)), 1],
    ['all of them', sequence(integer(1), tagged(0x80, 2), tagged(0x81, 1)), 1_003],
    ['two bytes', sequence(integer(1, 0)), 256_000],
    ['five bytes', sequence(integer(0, 0, 0, 0, 1)), 1_000],
    ['an empty list', sequence(), 0],
    ['something else than an accuracy', tagged(0x01, 0xff), 0],
  ])('reads how exact the time is: %s', (_, accuracy, expected) => {
    expect(parse(accuracy === undefined ? {} : { accuracy }).accuracyMs).toBe(expected)
  })

  it('knows the policy that promises a second', () => {
    expect(parse({ policy: '0.4.0.2023.1.1' }).accuracyMs).toBe(1_000)
    expect(parse({ policy: '0.4.0.2023.1.1', accuracy: sequence(integer(3)) }).accuracyMs).toBe(3_000)
  })

  it.each([
    ['an unknown unit', sequence(tagged(0x82, 1))],
    ['an empty number', sequence(integer())],
    ['an enormous number', sequence(integer(0, 0, 0, 0, 0, 1))],
  ])('refuses an accuracy of %s', (_, accuracy) => {
    expect(codeOf(() => parse({ accuracy }))).toBe('TIMESTAMP_INVALID')
  })

  it('takes a hash without parameters, or with the NULL that many write', () => {
    const empty = tagged(0x05)
    expect(codeOf(() => parse({ hashParameters: [empty] }))).toBeNull()
    for (const hashParameters of [[tagged(0x05, 0)], [sequence()], [tagged(0x04)], [empty, empty]]) {
      expect(codeOf(() => parse({ hashParameters }))).toBe('TIMESTAMP_INVALID')
    }
  })

  it('lists the certificates that come with it, or none', () => {
    expect(parse({}).certificates.map((der) => Buffer.compare(der, stamper.der))).toEqual([0])
    expect(parse({ bag: [] }).certificates).toEqual([])
  })
})
