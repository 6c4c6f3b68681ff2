import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import {
  escapeNameValue,
  formatName,
  type NameAttributes,
  readName,
} from '#lib/sigstore/certificates/distinguished-name.ts'
import { encodeDer, toName } from '#lib/testing/test-authority.ts'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { matchesX509Subject, parseX509Subject } from './x509-subject.ts'

const signer: NameAttributes = [
  ['C', 'US'],
  ['ST', 'WA'],
  ['O', 'Workshop, Inc.'],
  ['OU', 'Release'],
  ['CN', 'signer'],
]

describe('the subject that a rule asks for', () => {
  it.each([
    ['C=US, ST=WA, O=Workshop\\, Inc.', true],
    ['x509.subject: C=US, S=WA, O=Workshop\\, Inc., OU=Release, CN=signer', true],
    ['cn=signer', true],
    [' CN = signer ', true],
    ['CN=Signer', false],
    ['CN=signe', false],
    ['CN=signer2', false],
    ['CN=signer\\ ', false],
    ['O=Workshop', false],
    ['C=US, ST=WA, L=Seattle', false],
    ['CN=\\73igner', true],
    ['2.5.4.3=signer', false],
  ])('P %s: %s', (subject, expected) => {
    expect(matchesX509Subject(signer, subject)).toBe(expected)
  })

  it('is not met by a certificate that has the attribute twice', () => {
    const twice: NameAttributes = [...signer, ['OU', 'Guests']]
    expect(matchesX509Subject(twice, 'OU=Release')).toBe(false)
    expect(matchesX509Subject(twice, 'CN=signer')).toBe(true)
  })

  it.each([
    '',
    ' ',
    'CN',
    'CN=',
    '=signer',
    'CN=a,',
    'CN=a, CN=b',
    'S=a, ST=a',
    'CN=a+OU=b',
    'CN=#0c0161',
    'CN=a;b',
    'CN="a"',
    'CN=a\\',
    'CN=a\\zz',
    'CN=\\x61',
    'CN=\\ff',
    '*',
    'C N=a',
    `CN=${'a'.repeat(3000)}`,
    Array.from({ length: 60 }, (_, at) => `1.2.${at}=a`).join(','),
  ])('is refused when it is %j', (subject) => {
    const context = { field: 'subject' }
    expect(() => parseX509Subject(subject)).toThrow(expect.objectContaining({ code: 'RULE_INVALID', context }))
  })

  it('has no spaces around its values but those that are escaped, and keeps every other white space', () => {
    expect(parseX509Subject('CN= a b  , OU=\\ a\\ ')).toEqual([
      ['CN', 'a b'],
      ['OU', ' a '],
    ])
    expect(parseX509Subject('CN=\u2003a\u00a0')).toEqual([['CN', '\u2003a\u00a0']])
    expect(parseX509Subject('CN=  a')).toEqual([['CN', 'a']])
    expect(parseX509Subject('CN=a\\\\ ')).toEqual([['CN', 'a\\']])
    expect(parseX509Subject('CN=a\\\\\\ ')).toEqual([['CN', 'a\\ ']])
    expect(parseX509Subject('CN=\ufeffa')).toEqual([['CN', '\ufeffa']])
  })

  it('names its types as certificates are read, in whatever way they are written', () => {
    expect(parseX509Subject('e=a, s=b, 12.34.5=c, emailAddress2=d')).toEqual([
      ['EMAILADDRESS', 'a'],
      ['ST', 'b'],
      ['12.34.5', 'c'],
      ['EMAILADDRESS2', 'd'],
    ])
  })

  it('may be as long as the API takes, and no longer', () => {
    expect(parseX509Subject(`CN=${'a'.repeat(2_045)}`)).toHaveLength(1)
    expect(() => parseX509Subject(`CN=${'a'.repeat(2_046)}`)).toThrow('too long')
    const many = (count: number) => Array.from({ length: count }, (_, at) => `1.2.${at}=a`).join(',')
    expect(parseX509Subject(many(50))).toHaveLength(50)
    expect(() => parseX509Subject(many(51))).toThrow('too many')
  })

  it('L-11 is read in no time, whatever it is, and throws nothing but its refusal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        try {
          parseX509Subject(text)
        } catch (error) {
          expect(isAppError(error, 'RULE_INVALID')).toBe(true)
        }
      }),
      { numRuns: 2_000 },
    )
    const timeTaken = startThreadTime()
    expect(() => parseX509Subject(`${'CN=a,'.repeat(100_000)}`)).toThrow('too long')
    expect(() => parseX509Subject('\\'.repeat(2_000))).toThrow('subject')
    expect(timeTaken()).toBeLessThan(500)
  })

  it('matches what is written for a certificate, whatever its name holds', () => {
    const value = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }).filter((text) => text.isWellFormed())
    fc.assert(
      fc.property(value, value, (name, unit) => {
        const attributes: NameAttributes = [
          ['OU', unit],
          ['CN', name],
        ]
        const written = formatName(attributes)
        expect(matchesX509Subject(attributes, written)).toBe(true)
        expect(readName(toName(attributes))).toEqual(attributes)
        expect(/[\n\r\0]/.test(written)).toBe(false)
      }),
    )
  })
})

describe('a name in a certificate', () => {
  it('is written as RFC 4514 writes it', () => {
    expect(formatName(signer)).toBe('CN=signer,OU=Release,O=Workshop\\, Inc.,ST=WA,C=US')
    expect(escapeNameValue(' #a ')).toBe('\\ #a\\ ')
    expect(escapeNameValue('a\nb\u202e')).toBe('a\\0ab\\e2\\80\\ae')
  })

  const readValue = (tag: number, bytes: readonly number[]) =>
    readName(toName([['CN', encodeDer(tag, Buffer.from(bytes))]]))[0]?.[1]

  it('is read in every form that certificates have', () => {
    expect(readValue(0x13, [0x61])).toBe('a')
    expect(readValue(0x16, [0x61])).toBe('a')
    expect(readValue(0x1e, [0x00, 0x61])).toBe('a')
    expect(readValue(0x1c, [0x00, 0x01, 0xf6, 0x00])).toBe('😀')
    expect(readName(toName([['1.2.3', 'a']]))).toEqual([['1.2.3', 'a']])
  })

  it.each<[string, number, readonly number[]]>([
    ['is not UTF-8', 0x0c, [0xff]],
    ['has a byte beyond ASCII', 0x13, [0xe9]],
    ['is cut off', 0x1e, [0x00]],
    ['is cut off, in four bytes', 0x1c, [0x00]],
    ['has a character that is none', 0x1c, [0x7f, 0xff, 0xff, 0xff]],
    ['is no text', 0x02, [0x01]],
  ])('is refused when it %s', (_, tag, bytes) => {
    expect(() => readValue(tag, bytes)).toThrow(expect.objectContaining({ code: 'CERTIFICATE_MALFORMED' }))
  })

  it('L-11 is refused when it is beyond all measure', () => {
    const many = Array.from({ length: 101 }, () => ['OU', 'a'] as const)
    expect(() => readName(toName(many))).toThrow('too many')
    expect(() => readName(toName([['CN', 'a'.repeat(1_001)]]))).toThrow('too long')
  })
})
