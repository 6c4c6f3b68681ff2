import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isAppError } from '#lib/errors/app-error.ts'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { matchesRepository, parseRepositoryPattern } from './repository-pattern.ts'

describe('repository patterns', () => {
  it.each([
    ['ghcr.io/acme/app', 'ghcr.io/acme/app'],
    ['ghcr.io/acme/*', 'ghcr.io/acme/app'],
    ['ghcr.io/**', 'ghcr.io/acme/team/app'],
    ['ghcr.io/**/app', 'ghcr.io/app'],
    ['**', 'ghcr.io/acme/app'],
    ['workshop/*', 'sample.layout/workshop/demo'],
    ['workshop/*', 'localhost:5000/workshop/demo'],
    ['workshop/demo', 'ghcr.io/workshop/demo'],
    ['*/workshop/*', 'ghcr.io/workshop/demo'],
    ['*.example.com/x', 'eu.example.com/x'],
    ['ghcr.io/acme/app-*', 'ghcr.io/acme/app-one'],
    ['ghcr.io/*a*b*/x', 'ghcr.io/xaxbx/x'],
    ['localhost:5000/x', 'localhost:5000/x'],
    ['localhost/x', 'localhost/x'],
    ['**/app', 'ghcr.io/acme/app'],
    ['**/app', 'ghcr.io/app'],
    ['*', 'ghcr.io/app'],
    ['ghcr.io/*a*/x', 'ghcr.io/abc/x'],
    ['ghcr.io/a*b/x', 'ghcr.io/ab/x'],
    ['[fe80::1]/team/*', '[fe80::1]/team/app'],
    ['[::1]:5000/team/*', '[::1]:5000/team/app'],
  ])('%s covers %s', (pattern, repository) => {
    expect(matchesRepository(pattern, repository)).toBe(true)
  })

  it.each([
    ['ghcr.io/acme/*', 'ghcr.io/acmeapp'],
    ['ghcr.io/acme/*', 'ghcr.io/acme-evil/app'],
    ['ghcr.io/acme/*', 'ghcr.io/acme/team/app'],
    ['ghcr.io/acme/*', 'ghcr.io/acme'],
    ['ghcr.io/acme/**', 'ghcr.io/acmeapp'],
    ['ghcr.io/acme/*', 'ghcr.io.evil.org/acme/app'],
    ['ghcr.io/acme/*', 'evil.org/ghcr.io/acme/app'],
    ['ghcr.io/acme/app', 'ghcrXio/acme/app'],
    ['workshop/*', 'ghcr.io/team/workshop/demo'],
    ['workshop/*', 'workshop.evil.org/demo'],
    ['*.example.com/x', 'evil.org/example.com/x'],
    ['localhost/x', 'localhost:5000/x'],
    ['localhost/x', 'ghcr.io/localhost/x'],
    ['*', 'ghcr.io/acme/app'],
    ['**/app', 'ghcr.io/acme/application'],
    ['ghcr.io/*aa*aa/x', 'ghcr.io/aaa/x'],
    ['ghcr.io/a*a/x', 'ghcr.io/a/x'],
    ['ghcr.io/app-*', 'ghcr.io/myapp-one'],
    ['ghcr.io/a*b*c/x', 'ghcr.io/axxc/x'],
  ])('P-01 P-11 %s does not cover %s', (pattern, repository) => {
    expect(matchesRepository(pattern, repository)).toBe(false)
  })

  it.each([
    '',
    ' ',
    '/',
    'a//b',
    '/a',
    'a/',
    'a/***',
    'a/b**',
    'A/b',
    'a/b c',
    'a/\u0000',
    'a/b@c',
    'ghcr.IO/x',
    'Xghcr.io/x',
    'ghcr.io/a:b',
    'ghcr.io/[a]',
    '[::1]x/y',
    'x[::1]/y',
    'x'.repeat(513),
    `${'a/'.repeat(32)}a`,
  ])('P-02 P-08 refuses the pattern %j, and it covers nothing', (pattern) => {
    try {
      parseRepositoryPattern(pattern)
      expect.unreachable()
    } catch (error) {
      expect(isAppError(error, 'RULE_INVALID')).toBe(true)
    }
    expect(matchesRepository(pattern, 'ghcr.io/a/b')).toBe(false)
  })

  it('covers itself, if it has no wildcard and names a host', () => {
    const part = fc.stringMatching(/^[a-z0-9]{1,8}$/)
    fc.assert(
      fc.property(part, fc.array(part, { minLength: 1, maxLength: 5 }), (host, path) => {
        const repository = `${host}.org/${path.join('/')}`
        expect(matchesRepository(repository, repository)).toBe(true)
        expect(matchesRepository(repository, `${repository}/x`)).toBe(false)
        expect(matchesRepository(`${host}.org/**`, repository)).toBe(true)
        expect(matchesRepository(`${host}.org/*`, repository)).toBe(path.length === 1)
      }),
    )
  })

  it('may be as long as a name of a repository, and no longer', () => {
    expect(parseRepositoryPattern(`a/${'x'.repeat(510)}`)).toHaveLength(3)
    expect(() => parseRepositoryPattern(`a/${'x'.repeat(511)}`)).toThrow('too long')
    expect(parseRepositoryPattern(`a.b/${'x/'.repeat(30)}x`)).toHaveLength(32)
    expect(() => parseRepositoryPattern(`a.b/${'x/'.repeat(31)}x`)).toThrow('32 segments')
  })

  it('P-09 P-10 is fast with the worst pattern there is', () => {
    const timeTaken = startThreadTime()
    const stars = `ghcr.io/${'*a'.repeat(250)}`
    for (let round = 0; round < 100; round += 1) {
      expect(matchesRepository(stars, `ghcr.io/${'a'.repeat(240)}b`)).toBe(false)
      expect(matchesRepository(`${'**/'.repeat(31)}x`, `ghcr.io/${'a/'.repeat(120)}b`)).toBe(false)
    }
    expect(timeTaken()).toBeLessThan(2_000)
  })

  it('refuses patterns that could never match', () => {
    for (const pattern of ['registry.example.com', 'x:tag', '..', 'a/../b', '[a]/x', '[::1', '[::1]']) {
      expect(() => parseRepositoryPattern(pattern), pattern).toThrow(expect.objectContaining({ code: 'RULE_INVALID' }))
    }
    for (const pattern of ['**', 'app', 'workshop/*', 'registry.example.com/**', '[::1]:5000/team/*', '*/app']) {
      expect(() => parseRepositoryPattern(pattern), pattern).not.toThrow()
    }
  })
})
