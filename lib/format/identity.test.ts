import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchesIdentityPattern } from '#lib/trust/identity-pattern.ts'
import { describeIdentity, suggestSubjectPattern } from './identity.ts'

const github = 'https://token.actions.githubusercontent.com'

describe('an identity in words', () => {
  it('is a workflow of a repository at a ref, for GitHub and GitLab', () => {
    expect(
      describeIdentity({ issuer: github, subject: 'https://github.com/a/b/.github/workflows/r.yml@refs/tags/v1' }),
    ).toEqual({ name: 'r.yml', of: 'a/b', ref: 'v1', issuer: 'GitHub Actions' })
    expect(
      describeIdentity({
        issuer: 'https://gitlab.com',
        subject: 'https://gitlab.com/g/h/p//.gitlab-ci.yml@refs/heads/main',
      }),
    ).toEqual({ name: '.gitlab-ci.yml', of: 'g/h/p', ref: 'main', issuer: 'GitLab' })
  })

  it('is the subject itself in any other form', () => {
    expect(describeIdentity({ issuer: 'https://accounts.google.com', subject: 'a@b.example' })).toEqual({
      name: 'a@b.example',
      of: null,
      ref: null,
      issuer: 'Google',
    })
    expect(describeIdentity({ issuer: '__proto__', subject: 'x' }).issuer).toBe('__proto__')
  })
})

describe('the pattern to begin with', () => {
  it('P-02 matches its subject, and of a tag every tag, but no branch', () => {
    const subject = 'https://github.com/a/b.c/.github/workflows/r.yml@refs/tags/v1'
    const pattern = suggestSubjectPattern(subject)
    expect(matchesIdentityPattern(pattern, subject)).toBe(true)
    expect(matchesIdentityPattern(pattern, subject.replace('v1', 'v2'))).toBe(true)
    expect(matchesIdentityPattern(pattern, subject.replace('tags/v1', 'heads/main'))).toBe(false)
    expect(matchesIdentityPattern(pattern, subject.replace('b.c', 'bxc'))).toBe(false)
  })

  it('always matches the subject that it was made of', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 80 }), (subject) => {
        expect(matchesIdentityPattern(suggestSubjectPattern(subject), subject)).toBe(true)
      }),
    )
  })
})
