import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseRepository } from '#lib/oci/reference.ts'
import { nameRepositories, nameRoot } from './layout-names.ts'

describe('nameRepositories', () => {
  it('keeps names that the grammar allows', () => {
    expect(nameRepositories(['workshop/app', '', 'a__b/c--d'], 'root')).toEqual(
      new Map([
        ['root', ''],
        ['a__b/c--d', 'a__b/c--d'],
        ['workshop/app', 'workshop/app'],
      ]),
    )
  })

  it.each([
    ['Team/App', 'team/app'],
    ['My App (old)', 'my-app-old'],
    ['_private/.hidden', 'private/hidden'],
    ['größe', 'gr-e'],
    ['a..b', 'a-b'],
  ])('normalises %s to %s', (folder, name) => {
    expect([...nameRepositories([folder], 'root').keys()]).toEqual([name])
  })

  it.each(['日本', '...', '-/x'])('passes over %s, of which nothing is left', (folder) => {
    expect(nameRepositories([folder], 'root').size).toBe(0)
  })

  it('a normalised name never takes the place of a real one', () => {
    expect(nameRepositories(['App', 'app', 'aPP'], 'root')).toEqual(new Map([['app', 'app']]))
  })

  it('gives only names that the grammar allows, each to one folder', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30 }), { maxLength: 10 }), (folders) => {
        const named = nameRepositories(folders, 'root')
        for (const name of named.keys()) expect(parseRepository(`x.layout/${name}`).repository).toBe(name)
        expect(new Set(named.values()).size).toBe(named.size)
      }),
    )
  })
})

describe('nameRoot', () => {
  it.each([
    ['/srv/images/hummingbird', 'hummingbird'],
    ['/srv/images/hummingbird/', 'hummingbird'],
    ['/srv/hummingbird.tar', 'hummingbird'],
    ['/', 'layout'],
  ])('names %s %s', (path, name) => {
    expect(nameRoot(path)).toBe(name)
  })
})
