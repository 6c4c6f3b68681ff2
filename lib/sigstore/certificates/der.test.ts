import { describe, expect, it } from 'vitest'
import { encodeDer } from '#lib/testing/test-authority.ts'
import {
  expectTag,
  parseChildren,
  parseDer,
  readOid,
  readSequence,
  readTime,
  readUnsigned,
  encodeDer as writeDer,
} from './der.ts'

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex')
const read = (text: string) => parseDer(hex(text))
const time = (tag: number, text: string) => readTime(parseDer(encodeDer(tag, Buffer.from(text))))
const utc = 0x17
const generalized = 0x18

describe('a value of DER', () => {
  it('is tag, content, and the whole of it', () => {
    const value = read('04 03 010203')
    expect(value.tag).toBe(4)
    expect(Buffer.from(value.content).toString('hex')).toBe('010203')
    expect(Buffer.from(value.encoded).toString('hex')).toBe('0403010203')
    expect(parseDer(encodeDer(4, Buffer.alloc(127))).content).toHaveLength(127)
    expect(parseDer(encodeDer(4, Buffer.alloc(128))).content).toHaveLength(128)
    expect(parseDer(encodeDer(4, Buffer.alloc(255))).content).toHaveLength(255)
    expect(parseDer(encodeDer(4, Buffer.alloc(256))).content).toHaveLength(256)
    expect(parseDer(encodeDer(4, Buffer.alloc(70_000))).content).toHaveLength(70_000)
  })

  it.each([
    '04 02 01',
    '04 81 7f 00',
    '04 81 80 00',
    '04 82 00 80 00',
    '04 83 00 01 00 00',
    '04 85 00 00 00 00 01 00',
    '04 80 00 00',
    '04 ff',
    '04',
    '1f 01 00',
    '3f 01 00',
    '04 01 00 00',
  ])('C refuses %s', (text) => {
    expect(() => read(text)).toThrow(SyntaxError)
  })

  it('is written with the shortest length', () => {
    for (const length of [0, 127, 128, 255, 256, 70_000]) {
      const content = Buffer.alloc(length, 7)
      expect(Buffer.from(parseDer(writeDer(4, content.subarray(0, 1), content.subarray(1))).content)).toEqual(content)
    }
  })

  it('has the values inside, up to a thousand of them', () => {
    const list = (count: number) => parseDer(encodeDer(0x30, Buffer.alloc(count * 2, hex('0500'))))
    expect(parseChildren(list(1_000))).toHaveLength(1_000)
    expect(() => parseChildren(list(1_001))).toThrow('too many')
    expect(parseChildren(list(0))).toEqual([])
    expect(parseChildren(read('a0 02 0500'))).toHaveLength(1)
    expect(() => parseChildren(read('04 02 0500'))).toThrow('nothing inside')
    expect(() => parseChildren(read('30 03 050005'))).toThrow('cut off')
  })

  it('is of the tag that is asked for', () => {
    expect(expectTag(read('0500'), 5).tag).toBe(5)
    expect(() => expectTag(read('0500'), 4)).toThrow('another structure')
    expect(() => expectTag(undefined, 4)).toThrow('another structure')
    expect(() => readSequence(read('3102 0500'))).toThrow('another structure')
    expect(readSequence(read('3002 0500'))).toHaveLength(1)
  })
})

describe('object identifiers', () => {
  it.each([
    ['06 01 00', '0.0'],
    ['06 01 27', '0.39'],
    ['06 01 28', '1.0'],
    ['06 01 4f', '1.39'],
    ['06 01 50', '2.0'],
    ['06 02 8837', '2.999'],
    ['06 03 2a8101', '1.2.129'],
    ['06 06 2a8648ce3d02', '1.2.840.10045.2'],
    ['06 0b 2a828080808080808080 01', '1.2.18446744073709551617'],
  ])('are read from %s', (text, expected) => {
    expect(readOid(read(text))).toBe(expected)
  })

  it('C-14 are bounded, and written in one way', () => {
    const long = (length: number) => parseDer(encodeDer(6, Buffer.alloc(length, 1)))
    expect(readOid(long(64)).split('.')).toHaveLength(65)
    expect(() => readOid(long(65))).toThrow('is none')
    for (const text of ['06 00', '06 02 2a80', '06 03 2a8001', '06 01 80', '04 01 2a']) {
      expect(() => readOid(read(text))).toThrow(SyntaxError)
    }
    expect(() => readOid(undefined)).toThrow(SyntaxError)
  })
})

describe('numbers', () => {
  it('are whole and not negative', () => {
    expect(readUnsigned(read('02 01 00'))).toBe(0n)
    expect(readUnsigned(read('02 01 7f'))).toBe(127n)
    expect(readUnsigned(read('02 02 0080'))).toBe(128n)
    expect(readUnsigned(read('02 02 0100'))).toBe(256n)
    const wide = (length: number) => parseDer(encodeDer(2, Buffer.alloc(length, 1)))
    expect(readUnsigned(wide(64))).toBe(BigInt(`0x${'01'.repeat(64)}`))
    expect(() => readUnsigned(wide(65))).toThrow('huge')
    for (const text of ['02 00', '02 01 80', '02 02 007f', '02 02 8000', '04 01 01']) {
      expect(() => readUnsigned(read(text))).toThrow(SyntaxError)
    }
  })
})

describe('times', () => {
  it.each([
    [utc, '000101000000Z', '2000-01-01T00:00:00.000Z'],
    [utc, '491231235959Z', '2049-12-31T23:59:59.000Z'],
    [utc, '500101000000Z', '1950-01-01T00:00:00.000Z'],
    [generalized, '20240229120000Z', '2024-02-29T12:00:00.000Z'],
    [generalized, '20260601120000.5Z', '2026-06-01T12:00:00.500Z'],
    [generalized, '20260601120000.123456789Z', '2026-06-01T12:00:00.123Z'],
  ])('of tag %i are read: %s', (tag, text, expected) => {
    expect(new Date(time(tag, text)).toISOString()).toBe(expected)
  })

  it.each([
    [utc, '0001010000Z'],
    [utc, '000101000000'],
    [utc, '000101000000.5Z'],
    [utc, 'x000101000000Z'],
    [utc, '000101000000Zx'],
    [utc, '000101000000+0000'],
    [utc, '20000101000000Z'],
    [generalized, '000101000000Z'],
    [generalized, '20230229120000Z'],
    [generalized, '20260631120000Z'],
    [generalized, '20260601240000Z'],
    [generalized, '20260601126000Z'],
    [generalized, '20261301120000Z'],
    [generalized, '20260601120000.Z'],
    [generalized, '20260601120000.1234567890Z'],
    [generalized, 'x20260601120000Z'],
    [generalized, '20260601120000Zx'],
    [generalized, ''],
    [0x04, '20260601120000Z'],
  ])('of tag %i are refused: %s', (tag, text) => {
    expect(() => time(tag, text)).toThrow('a time is none')
  })

  it('must be there', () => {
    expect(() => readTime(undefined)).toThrow('a time is none')
  })
})
