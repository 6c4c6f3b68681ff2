import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { startThreadTime } from '#lib/testing/thread-time.ts'
import { findNextTarget, parseNextLink } from './parse-next-link.ts'

const current = new URL('https://r.example/v2/a/b/referrers/sha256:x?page=1')

describe('findNextTarget', () => {
  it.each([
    ['</v2/a?n=1>; rel="next"', '/v2/a?n=1'],
    ['</v2/a>; rel=next', '/v2/a'],
    ['</p>; rel="prev", </n>; title="a, b"; rel="next"', '/n'],
    ['</n>; rel="last next"', '/n'],
    ['</n>;rel=NEXT', '/n'],
    ['</p>; rel="prev"', null],
    ['</n>', null],
    ['rel="next"', null],
    ['', null],
  ])('reads %s', (header, target) => {
    expect(findNextTarget(header)).toBe(target)
  })

  it('ends on any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'<>;=" ,relnxt/'), maxLength: 300 }), (header) => {
        const target = findNextTarget(header)
        return target === null || header.includes(`<${target}>`)
      }),
    )
    const timeTaken = startThreadTime()
    for (const part of ['<', '<>;', '<a>; rel=', '<a>;a="', ';'.repeat(3)]) findNextTarget(part.repeat(4000))
    expect(timeTaken()).toBeLessThan(3000)
  })
})

describe('parseNextLink', () => {
  const next = (target: string, seen = new Set([current.search])) =>
    parseNextLink(`<${target}>; rel="next"`, current, seen)

  it('follows the same list, relative or absolute', () => {
    expect(next('?page=2')).toMatchObject({ kind: 'page' })
    expect(next('/v2/a/b/referrers/sha256:x?page=2')).toMatchObject({ kind: 'page' })
    expect(next('https://r.example/v2/a/b/referrers/sha256:x?page=2')).toMatchObject({ kind: 'page' })
  })

  it.each([
    'https://evil.example/v2/a/b/referrers/sha256:x?page=2',
    '//evil.example/v2/a/b/referrers/sha256:x?page=2',
    'http://r.example/v2/a/b/referrers/sha256:x?page=2',
    'https://r.example:8443/v2/a/b/referrers/sha256:x?page=2',
    'https://u@r.example/v2/a/b/referrers/sha256:x?page=2',
    '/v2/other/referrers/sha256:x?page=2',
    '/v2/a/b/referrers/../../../../../?page=2',
    'file:///etc/passwd',
    '?page=1',
    '/v2/a/b/referrers/sha256:x?page=1#again',
    'https://[',
  ])('D-06 R-10 refuses %s', (target) => {
    expect(next(target)).toMatchObject({ kind: 'refused' })
  })

  it('ends without a header', () => {
    expect(parseNextLink(null, current, new Set())).toEqual({ kind: 'none' })
  })
})
