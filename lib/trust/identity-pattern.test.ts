import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findPatternFault, matchesIdentityPattern } from './identity-pattern.ts'
import { listPatternWarnings } from './pattern-warnings.ts'

const workflow = 'https://github.com/acme/app/.github/workflows/release.yml@refs/tags/v1'

describe('a pattern for subjects', () => {
  it('P-02 matches the whole of a subject or nothing', () => {
    expect(matchesIdentityPattern('https://github\\.com/acme/.*', workflow)).toBe(true)
    expect(matchesIdentityPattern('https://github\\.com/acme/', workflow)).toBe(false)
    expect(matchesIdentityPattern('acme', workflow)).toBe(false)
    expect(matchesIdentityPattern('a@b\\.example', 'a@b.example\n')).toBe(false)
    expect(matchesIdentityPattern('a@b\\.example', 'x a@b.example')).toBe(false)
    expect(matchesIdentityPattern('a|b', 'ab')).toBe(false)
    expect(matchesIdentityPattern('.*', 'a\nb')).toBe(false)
  })

  it('P-09 is refused when it cannot be read, is empty, enormous or a program', () => {
    for (const pattern of ['', '(', '[', '(?=a)', '\\1', 'a'.repeat(1025), '(a{1000}){1000}']) {
      expect(findPatternFault(pattern)?.kind, pattern.slice(0, 20)).toBe('invalid')
    }
    expect(findPatternFault('a'.repeat(1024))).toBeNull()
    const why = ['', 'a'.repeat(1025), '(', '.*'].map((pattern) => findPatternFault(pattern)?.why)
    expect(why).toEqual([
      'it is empty',
      'it is longer than 1024 characters',
      'it is not a regular expression of RE2',
      'it matches everybody',
    ])
    expect(matchesIdentityPattern('(', '(')).toBe(false)
  })

  it('P-02 is refused when it matches everybody, however it is written', () => {
    for (const pattern of ['.*', '^.*$', '.+', '(.*)', '(?s).*', '.*.*', '[^\\n]+', '(a|.*)', '.{0,999}', '(?i:.*)']) {
      expect(findPatternFault(pattern)?.kind, pattern).toBe('too-wide')
    }
    expect(findPatternFault('https://.*')).toBeNull()
  })

  it('P-09 takes time in proportion to the subject, whatever the pattern', () => {
    // A backtracking engine would not return from this.
    expect(matchesIdentityPattern('(a+)+b', `${'a'.repeat(20_000)}c`)).toBe(false)
  })

  it('that is a subject with everything escaped matches that subject alone', () => {
    const quote = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 60 }), fc.string({ maxLength: 60 }), (subject, other) => {
        expect(matchesIdentityPattern(quote(subject), subject)).toBe(true)
        expect(matchesIdentityPattern(quote(subject), other)).toBe(other === subject)
      }),
    )
  })

  it('warns of whom else it lets in', () => {
    expect(listPatternWarnings('https://github\\.com/acme/app/.*@refs/tags/v.*', [workflow])).toEqual([])
    expect(listPatternWarnings('https://github\\.com/acme/.*', [workflow])).toEqual(['any-ref'])
    expect(listPatternWarnings('https://github\\.com/.*', [workflow])).toEqual(['any-owner', 'any-ref'])
    const refs = (pattern: string, subject = workflow) => listPatternWarnings(pattern, [subject])
    expect(refs('https://github\\.com/acme/app/.*@refs/.*')).toEqual(['any-ref'])
    expect(refs('https://github\\.com/acme/app/.*@refs/pull/.*')).toEqual([])
    expect(refs('release@acme\\.example', 'release@acme.example')).toEqual([])
    expect(listPatternWarnings('https://.*', [])).toEqual(['any-owner', 'any-host'])
    expect(listPatternWarnings('.*@.*', [])).toContain('any-mail')
    expect(listPatternWarnings('https://github.com/acme/app/x', [])).toEqual(['bare-dot'])
    for (const pattern of ['https://github[.]com/acme\\.app/x', 'v[a.b].c', 'v[0-9].c', 'v\\d.c', 'a.*b', 'a.']) {
      expect(listPatternWarnings(pattern, []), pattern).toEqual([])
    }
  })
})
