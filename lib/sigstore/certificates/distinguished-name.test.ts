import { describe, expect, it } from 'vitest'
import { encodeDer, oid, sequence, toName } from '#lib/testing/test-authority.ts'
import { escapeNameValue, formatName, readName } from './distinguished-name.ts'

const malformed = expect.objectContaining({ code: 'CERTIFICATE_MALFORMED' })
const set = (...parts: readonly Uint8Array[]) => encodeDer(0x31, ...parts)
const attribute = (id: string, value: Uint8Array) => sequence(oid(id), value)
const readValue = (tag: number, bytes: Uint8Array) => readName(toName([['CN', encodeDer(tag, bytes)]]))[0]?.[1]

describe('readName', () => {
  it('names attributes as Go does, and others by their identifier', () => {
    const named = (id: string) => readName(toName([[id, 'a']]))[0]?.[0]
    const ids = [
      ['2.5.4.3', 'CN'],
      ['2.5.4.5', 'SERIALNUMBER'],
      ['2.5.4.6', 'C'],
      ['2.5.4.7', 'L'],
      ['2.5.4.8', 'ST'],
      ['2.5.4.9', 'STREET'],
      ['2.5.4.10', 'O'],
      ['2.5.4.11', 'OU'],
      ['2.5.4.17', 'POSTALCODE'],
      ['0.9.2342.19200300.100.1.25', 'DC'],
      ['0.9.2342.19200300.100.1.1', 'UID'],
      ['1.2.840.113549.1.9.1', 'EMAILADDRESS'],
      ['2.5.4.4', '2.5.4.4'],
    ] as const
    expect(ids.map(([id]) => named(id))).toEqual(ids.map(([, name]) => name))
  })

  it('keeps the order, of several in one set as well', () => {
    const value = (text: string) => encodeDer(0x0c, Buffer.from(text))
    const name = sequence(
      set(attribute('2.5.4.10', value('o'))),
      set(attribute('2.5.4.11', value('one')), attribute('2.5.4.11', value('two'))),
    )
    expect(readName(name)).toEqual([
      ['O', 'o'],
      ['OU', 'one'],
      ['OU', 'two'],
    ])
    expect(readName(sequence())).toEqual([])
  })

  it.each([
    ['UTF-8', 0x0c, Buffer.from('\ufeffé€😀'), '\ufeffé€😀'],
    ['PrintableString', 0x13, Buffer.from('a~'), 'a~'],
    ['TeletexString', 0x14, Buffer.from('a~'), 'a~'],
    ['IA5String', 0x16, Buffer.from('a~'), 'a~'],
    ['UniversalString', 0x1c, Buffer.from('000000610001f600', 'hex'), 'a😀'],
    ['BMPString', 0x1e, Buffer.from('feff006120ac', 'hex'), '\ufeffa€'],
  ])('reads %s for exactly its characters', (_, tag, bytes, expected) => {
    expect(readValue(tag, bytes)).toBe(expected)
  })

  it.each([
    ['DEL in a PrintableString', 0x13, '617f'],
    ['DEL in an IA5String', 0x16, '7f'],
    ['another byte in a TeletexString', 0x14, 'e9'],
    ['what is not UTF-8', 0x0c, 'c3'],
    ['half of a pair in a BMPString', 0x1e, 'd83d'],
    ['a BMPString that is cut off', 0x1e, '006100'],
    ['a UniversalString that is cut off', 0x1c, '00000061000000'],
    ['a character that is none', 0x1c, '00110000'],
    ['a number', 0x02, '01'],
  ])('C-15 refuses %s', (_, tag, hex) => {
    expect(() => readValue(tag, Buffer.from(hex, 'hex'))).toThrow(malformed)
  })

  it.each([
    ['no DER', Buffer.from('name')],
    ['no sequence', set()],
    ['no sets', sequence(attribute('2.5.4.3', encodeDer(0x0c)))],
    ['an attribute without a value', sequence(set(sequence(oid('2.5.4.3'))))],
    ['an attribute without a type', sequence(set(sequence()))],
  ])('C refuses a name with %s', (_, der) => {
    expect(() => readName(der)).toThrow(malformed)
  })

  it('L-11 reads so many attributes of such a length, and no more', () => {
    const many = (count: number) => toName(Array.from({ length: count }, () => ['OU', 'a'] as const))
    expect(readName(many(100))).toHaveLength(100)
    expect(() => readName(many(101))).toThrow('too many attributes')
    expect(readName(toName([['CN', 'a'.repeat(1_000)]]))[0]?.[1]).toHaveLength(1_000)
    expect(() => readName(toName([['CN', 'a'.repeat(1_001)]]))).toThrow('too long')
  })
})

describe('formatName', () => {
  it('writes the last attribute first', () => {
    expect(
      formatName([
        ['C', 'US'],
        ['O', 'a, b'],
        ['1.2.3', 'c'],
      ]),
    ).toBe('1.2.3=c,O=a\\, b,C=US')
    expect(formatName([])).toBe('')
  })

  it.each([
    ['every sign of its own', 'a"b,c+d;e<f>g\\h', 'a\\"b\\,c\\+d\\;e\\<f\\>g\\\\h'],
    ['a space in front', ' a', '\\ a'],
    ['a number sign in front', '#a', '\\#a'],
    ['a space behind', 'a ', 'a\\ '],
    ['one space', ' ', '\\ '],
    ['no other', 'a #b = c', 'a #b = c'],
    ['control characters', 'a\n\u0000\u007f', 'a\\0a\\00\\7f'],
    ['what turns or hides text', '\u202e\u200b', '\\e2\\80\\ae\\e2\\80\\8b'],
  ])('C-15 escapes %s', (_, value, expected) => {
    expect(escapeNameValue(value)).toBe(expected)
  })
})
