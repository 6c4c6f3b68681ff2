import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeBase64 } from './decode-base64.ts'

describe('decodeBase64', () => {
  it('decodes what was encoded, and nothing else decodes to the same bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = Buffer.from(bytes).toString('base64')
        expect(decodeBase64(text)).toEqual(bytes)
        if (text.endsWith('=')) expect(() => decodeBase64(text.replace(/=+$/, ''))).toThrow(SyntaxError)
      }),
    )
  })

  it('accepts exactly the canonical spelling, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        let bytes: Uint8Array
        try {
          bytes = decodeBase64(text)
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError)
          return
        }
        expect(Buffer.from(bytes).toString('base64')).toBe(text)
      }),
    )
  })

  it('A-05 reads both alphabets to the same bytes where DSSE allows it, and never a mixture', () => {
    const bytes = Buffer.from('fbffbeffef7e3f', 'hex')
    const url = bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_')
    expect(Buffer.from(decodeBase64(url, { urlSafe: true }))).toEqual(bytes)
    expect(() => decodeBase64(url)).toThrow('it is not base64')
    expect(() => decodeBase64('-/8+', { urlSafe: true })).toThrow('it is not base64')
  })

  it.each([
    ['white space', 'QUJD RA=='],
    ['a line break', 'QUJD\nRA=='],
    ['no padding', 'QUJDRA'],
    ['too little padding', 'QUJDRA='],
    ['padding in the middle', 'QUI=QUI='],
    ['only padding', '===='],
    ['junk', 'QUJD*A=='],
    ['stray bits', 'QUJDRB=='],
    ['stray bits in a long text', `${'QUJD'.repeat(100_000)}RB==`],
    ['one character', 'A'],
    ['a letter whose low byte is another', '\u0141QID'],
    ['such a letter within a longer text', '\u0141QIDQUJD'],
    ['hexadecimal', 'deadbee'],
  ])('S-03 B-08 refuses %s', (_, text) => {
    expect(() => decodeBase64(text)).toThrow(SyntaxError)
    expect(() => decodeBase64(text, { urlSafe: true })).toThrow(text === 'QUJDRA' ? /./ : SyntaxError)
  })

  it('S-03 skips CR and LF in annotations, and no other white space', () => {
    expect(Buffer.from(decodeBase64('QUJD\r\nRA==\n', { lineBreaks: true })).toString()).toBe('ABCD')
    expect(() => decodeBase64('QUJD RA==', { lineBreaks: true })).toThrow(SyntaxError)
    expect(() => decodeBase64('QUJD\tRA==', { lineBreaks: true })).toThrow(SyntaxError)
  })
})
