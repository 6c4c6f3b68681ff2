import { RE2JS } from 're2js'

// Identities are addresses and e-mail addresses; longer patterns are programs.
const maxLength = 1024
const maxCompiled = 500
const compiled = new Map<string, RE2JS>()

// Whoever signed matches a pattern that matches all of these, however it is written.
const strangers = ['a', '0', '~ \u00e9', 'https://a.example/b', 'b@c.example', 'spiffe://d/e', 'urn:f:g#h?i=j&k']

/** Why a pattern cannot name an identity, or null when it can. `why` goes on a sentence. */
export function findPatternFault(
  pattern: string,
): { readonly kind: 'invalid' | 'too-wide'; readonly why: string } | null {
  if (pattern === '') return { kind: 'invalid', why: 'it is empty' }
  if (pattern.length > maxLength) return { kind: 'invalid', why: `it is longer than ${maxLength} characters` }
  try {
    compile(pattern)
  } catch {
    return { kind: 'invalid', why: 'it is not a regular expression of RE2' }
  }
  if (strangers.every((subject) => matchesIdentityPattern(pattern, subject))) {
    return { kind: 'too-wide', why: 'it matches everybody' }
  }
  return null
}

/**
 * Whether a pattern matches the whole of a subject: RE2 syntax, in linear time, as if it were between `^` and `$`. A pattern
 * that cannot be read matches nobody.
 */
export function matchesIdentityPattern(pattern: string, subject: string): boolean {
  try {
    return compile(pattern).matches(subject)
  } catch {
    return false
  }
}

function compile(pattern: string): RE2JS {
  const held = compiled.get(pattern)
  if (held !== undefined) return held
  const made = RE2JS.compile(pattern)
  if (compiled.size >= maxCompiled) compiled.clear()
  compiled.set(pattern, made)
  return made
}
