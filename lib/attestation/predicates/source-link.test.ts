import { describe, expect, it } from 'vitest'
import { toCommitLink, toRepositoryLink, toSourceAddress } from './source-link.ts'

const sha = 'a'.repeat(40)

describe('toSourceAddress', () => {
  it.each([
    ['git+https://github.com/a/b@refs/heads/main', 'https://github.com/a/b', 'refs/heads/main'],
    ['https://github.com/a/b', 'https://github.com/a/b', null],
    ['https://github.com/a/b.git#refs/heads/main', 'https://github.com/a/b.git', 'refs/heads/main'],
    ['git+ssh://git@example.com/a/b@v1', 'ssh://git@example.com/a/b', 'v1'],
    ['git+ssh://git@example.com/a/b', 'ssh://git@example.com/a/b', null],
    ['https://example.com/git+a', 'https://example.com/git+a', null],
    ['https://example.com/a@v1#x', 'https://example.com/a', 'v1#x'],
    ['https://user@example.com/a#v1', 'https://user@example.com/a#v1', null],
    ['https://example.com/a@', 'https://example.com/a', null],
    ['https://example.com/a#', 'https://example.com/a', null],
    ['#v1', '#v1', null],
    ['@a#v1', '@a#v1', null],
    ['', '', null],
    ['@', '@', null],
  ])('takes %s apart', (uri, repository, ref) => {
    expect(toSourceAddress(uri)).toEqual({ repository, ref })
  })
})

describe('links to sources', () => {
  it.each([
    ['https://github.com/a/b', `https://github.com/a/b/commit/${sha}`],
    ['https://github.com/a/b.git', `https://github.com/a/b/commit/${sha}`],
    ['https://github.com/a/b/', `https://github.com/a/b/commit/${sha}`],
    ['https://github.com/a/b.github', `https://github.com/a/b.github/commit/${sha}`],
    [`https://gitlab.com/a${'/b'.repeat(19)}`, `https://gitlab.com/a${'/b'.repeat(19)}/-/commit/${sha}`],
    ['https://gitlab.com/a/b/c', `https://gitlab.com/a/b/c/-/commit/${sha}`],
    ['https://codeberg.org/a/b', `https://codeberg.org/a/b/commit/${sha}`],
    ['https://bitbucket.org/a/b', `https://bitbucket.org/a/b/commits/${sha}`],
  ])('lead to the commit at a known forge: %s', (repository, link) => {
    expect(toCommitLink(repository, sha)).toBe(link)
  })

  it.each([
    'http://github.com/a/b',
    'https://github.com.evil/a/b',
    'https://github.com@evil.example/a/b',
    'https://user:secret@github.com/a/b',
    'https://github.com:8443/a/b',
    'https://GITHUB.com/a/b',
    'https://github.com/a/../b',
    'https://github.com/a/..',
    'https://github.com/a/b?x=1',
    'https://github.com/a/b#x',
    'https://github.com/a/%2e%2e',
    'https://github.com/a',
    'https://github.com/a/b/c',
    'https://gitlab.com/a',
    `https://gitlab.com/a${'/b'.repeat(20)}`,
    'https://github.com//a',
    'https://git.example/a/b',
    'javascript:alert(1)//github.com/a/b',
    'https://github.com/a/b\n',
    'https://github.com/a\\b/c',
    '//github.com/a/b',
  ])('V-04 V-17 A-22 are not made of %j', (repository) => {
    expect(toRepositoryLink(repository)).toBeNull()
    expect(toCommitLink(repository, sha)).toBeNull()
  })

  it.each(['main', sha.toUpperCase(), `${sha}/../..`, sha.slice(1), '', `${sha}\n`])(
    'V-17 do not lead to what is no commit: %j',
    (commit) => {
      expect(toCommitLink('https://github.com/a/b', commit)).toBeNull()
    },
  )
})
