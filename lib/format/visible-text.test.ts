import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasInvisibleText, visibleText } from './visible-text.ts'

describe('visibleText', () => {
  it.each([
    ['1.0\u202e0.1', '1.0⟨U+202E⟩0.1'],
    ['open\u200bssl', 'open⟨U+200B⟩ssl'],
    ['\u2066a\u2069', '⟨U+2066⟩a⟨U+2069⟩'],
    ['a\u0000b\u001bc', 'a⟨U+0000⟩b⟨U+001B⟩c'],
    ['a\u00a0b', 'a⟨U+00A0⟩b'],
    ['soft\u00adhyphen', 'soft⟨U+00AD⟩hyphen'],
    ['tag\u{e0041}', 'tag⟨U+E0041⟩'],
    ['filler\u3164', 'filler⟨U+3164⟩'],
    ['lone\ud800', 'lone⟨U+D800⟩'],
    ['bom\ufeff', 'bom⟨U+FEFF⟩'],
  ])('V-06 spells out what cannot be seen in %j', (text, shown) => {
    expect(visibleText(text)).toBe(shown)
    expect(hasInvisibleText(text)).toBe(true)
  })

  it('V-06 cuts towers of combining marks and over-long text', () => {
    expect(visibleText(`e${'\u0301'.repeat(500)}x`)).toBe(`e${'\u0301'.repeat(4)}⟨…⟩x`)
    expect(visibleText('a'.repeat(50), 10)).toBe(`${'a'.repeat(10)}…`)
    expect(visibleText('é'.repeat(1_000_000)).length).toBe(2001)
  })

  it('leaves text of any script as it is, and breaks no line', () => {
    for (const text of ['openssl 3.0.2', 'Ünïcode', '日本語', 'việt', 'ไทย', 'עברית', '<b>&amp;'])
      expect(visibleText(text)).toBe(text)
    expect(visibleText('a\r\nb\tc')).toBe('a  b c')
    expect(hasInvisibleText('openssl')).toBe(false)
  })

  it('V-06 leaves no control, format or bidirectional character in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u)
      }),
    )
  })
})
