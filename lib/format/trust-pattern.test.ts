import { describe, expect, it } from 'vitest'
import { explainPattern, isEverywhere, toPatternChoices } from './trust-pattern.ts'

describe('toPatternChoices', () => {
  it('offers the namespace, the repository and the registry', () => {
    expect(toPatternChoices('localhost:5000/workshop/demo').map(({ pattern }) => pattern)).toEqual([
      'workshop/*',
      'localhost:5000/workshop/*',
      'localhost:5000/workshop/demo',
      'localhost:5000/**',
    ])
  })

  it('offers no namespace where there is none', () => {
    expect(toPatternChoices('localhost:5000/demo').map(({ id }) => id)).toEqual(['repository', 'registry'])
  })

  it('offers only patterns that it accepts', () => {
    for (const { pattern } of toPatternChoices('[::1]:5000/a/b.c/d_e')) expect(explainPattern(pattern)).toBeNull()
  })
})

describe('explainPattern', () => {
  it.each(['', 'a b', 'workshop/demo:v1', 'workshop/demo@sha256:00', 'a//b', 'ä/*'])(
    'refuses %j with a reason',
    (pattern) => {
      expect(explainPattern(pattern)).toMatch(/\.$/)
    },
  )

  it.each(['workshop/*', '**', 'registry.example.com:5000/team/**', 'team-*/app'])('accepts %j', (pattern) => {
    expect(explainPattern(pattern)).toBeNull()
  })
})

it('isEverywhere knows the patterns that cover all repositories', () => {
  expect(['**', '**/*', '**/**'].every(isEverywhere)).toBe(true)
  expect(['*/**', 'workshop/**', '*'].some(isEverywhere)).toBe(false)
})
