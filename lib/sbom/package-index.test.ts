import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPackageIndex } from './package-index.ts'
import { createPackageList } from './package-list.ts'
import type { PackageQuery } from './package-query.ts'
import type { SbomPackage } from './sbom.ts'

const make = (name: string, members: Partial<SbomPackage> = {}): SbomPackage => ({
  id: name,
  name,
  version: null,
  type: null,
  purl: null,
  cpes: [],
  licenseDeclared: null,
  licenseConcluded: null,
  supplier: null,
  ...members,
})

const indexOf = (packages: readonly SbomPackage[]) => createPackageIndex(createPackageList(packages, (item) => item))
const packages = [
  make('openssl', {
    version: '3.0.2',
    type: 'deb',
    purl: 'pkg:deb/debian/openssl@3.0.2',
    licenseDeclared: 'Apache-2.0',
  }),
  make('OpenSSH', { version: '9.6', type: 'deb', licenseDeclared: 'BSD-2-Clause', licenseConcluded: 'MIT OR ISC' }),
  make('express', { version: '4.21.1', type: 'npm', licenseDeclared: 'MIT', supplier: 'OpenJS Foundation' }),
  make('left-pad', { version: '1.10.0', type: 'npm' }),
  make('left-pad', { version: '1.9.0', type: 'npm' }),
]
const names = (query: Omit<PackageQuery, 'limit'>, list = packages) =>
  indexOf(list)
    .query({ limit: 100, ...query })
    .items.map(({ name }) => name)

describe('package index', () => {
  it('finds words anywhere in name, version, package URL, licences and supplier, in any case', () => {
    expect(names({ q: 'OPENSS' })).toEqual(['openssl', 'OpenSSH'])
    expect(names({ q: 'open 3.0' })).toEqual(['openssl'])
    expect(names({ q: 'pkg:deb' })).toEqual(['openssl'])
    expect(names({ q: 'isc' })).toEqual(['OpenSSH'])
    expect(names({ q: 'foundation' })).toEqual(['express'])
    expect(names({ q: ' \n ' })).toHaveLength(5)
    expect(names({ q: 'none such' })).toEqual([])
  })

  it('does not find what only two neighbouring rows or fields have together', () => {
    expect(names({ q: 'openssl3.0' })).toEqual([])
    expect(names({ q: 'foundationleft' })).toEqual([])
  })

  it('filters by type and licence as they were counted, and by what is not stated', () => {
    expect(names({ type: 'npm' })).toEqual(['express', 'left-pad', 'left-pad'])
    expect(names({ license: 'MIT' })).toEqual(['OpenSSH', 'express'])
    expect(names({ license: 'MIT OR ISC' })).toEqual(['OpenSSH'])
    expect(names({ license: 'NOASSERTION', type: 'npm' })).toEqual(['left-pad', 'left-pad'])
    expect(names({ license: 'MIT', q: 'open' })).toEqual(['OpenSSH', 'express'])
    expect(names({ type: 'NPM' })).toEqual([])
  })

  it('sorts both ways, numbers in versions as numbers, not stated last when ascending', () => {
    expect(names({ sort: 'name' })).toEqual(['express', 'left-pad', 'left-pad', 'OpenSSH', 'openssl'])
    expect(names({ sort: '-name' })).toEqual(['openssl', 'OpenSSH', 'left-pad', 'left-pad', 'express'])
    const sorted = indexOf(packages).query({ q: 'left', sort: 'version', limit: 10 })
    expect(sorted.items.map(({ version }) => version)).toEqual(['1.9.0', '1.10.0'])
    expect(names({ sort: 'license' }).slice(-2)).toEqual(['left-pad', 'left-pad'])
    expect(names({ sort: 'type' }).slice(0, 2)).toEqual(['openssl', 'OpenSSH'])
  })

  it('counts every value once for each package that has it, the most frequent first', () => {
    const index = indexOf(packages)
    expect(index.countTypes()).toEqual([
      { value: 'npm', count: 3 },
      { value: 'deb', count: 2 },
    ])
    expect(index.countLicenses()).toEqual([
      { value: null, count: 2 },
      { value: 'MIT', count: 2 },
      { value: 'Apache-2.0', count: 1 },
      { value: 'BSD-2-Clause', count: 1 },
      { value: 'ISC', count: 1 },
    ])
  })

  it('gives each match on exactly one page, in every order, with the exact total', () => {
    const word = fc.constantFrom('a', 'ab', 'B', 'İ', 'ß', '1.2', '__proto__', 'constructor', '\n', 'x y')
    const item = fc.record({
      name: word,
      version: fc.option(word),
      type: fc.option(word),
      licenseDeclared: fc.option(word),
    })
    const query = fc.record(
      { q: word, type: word, license: word, sort: fc.constantFrom('name', '-name', '-version', 'license') },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(item), query, fc.integer({ min: 1, max: 4 }), (items, asked, limit) => {
        const list = items.map((members, at) => make(members.name, { ...members, id: String(at) }))
        const index = indexOf(list)
        const seen: string[] = []
        let after: string | undefined
        for (;;) {
          const page = index.query({ ...asked, limit, after } as PackageQuery)
          seen.push(...page.items.map(({ id }) => id))
          if (page.next === null) {
            expect(seen).toHaveLength(page.total)
            break
          }
          after = page.next
        }
        expect(new Set(seen).size).toBe(seen.length)
        if (asked.q === undefined && asked.license === undefined) {
          const expected = list.filter(({ type }) => asked.type === undefined || type === asked.type)
          expect([...seen].sort()).toEqual(expected.map(({ id }) => id).sort())
        }
        for (const id of seen) {
          const row = list[Number(id)]
          const text = [row?.name, row?.version, row?.licenseDeclared].join('\n').toLowerCase()
          if (asked.q !== undefined) for (const part of asked.q.toLowerCase().split(/\s+/)) expect(text).toContain(part)
        }
      }),
    )
  })

  it.each(['x', '-1', '1.5', '9999999999', ' 1', '1e3'])('refuses the cursor %j that no page gave', (after) => {
    expect(() => indexOf(packages).query({ limit: 1, after })).toThrow(
      expect.objectContaining({ code: 'REQUEST_INVALID' }),
    )
    expect(indexOf(packages).query({ limit: 1, after: '500' })).toEqual({ items: [], next: null, total: 5 })
  })

  it('V-09 ends a page early when its rows are megabytes each', () => {
    const large = Array.from({ length: 50 }, (_, at) =>
      make(`package-${at}`, { cpes: Array.from({ length: 200 }, () => 'c'.repeat(8000)) }),
    )
    const page = indexOf(large).query({ limit: 50 })
    expect(page.items.length).toBe(2)
    expect(page).toMatchObject({ next: '2', total: 50 })
    const last = indexOf([make('a'.repeat(5_000_000))]).query({ limit: 1 })
    expect(last).toMatchObject({ next: null, items: [{}] })
  })

  it('V-09 answers searches over 100,000 packages within milliseconds', () => {
    const many = Array.from({ length: 100_000 }, (_, at) =>
      make(`package-${at}`, { version: `1.${at}`, type: 'npm', licenseDeclared: 'MIT' }),
    )
    const index = indexOf(many)
    while (index.prepare());
    const times = ['package', '99', 'package-5 1.5', 'absent', 'e'].map((q) => {
      const start = performance.now()
      index.query({ q, limit: 100, sort: '-version', license: 'MIT' })
      return performance.now() - start
    })
    expect(Math.max(...times)).toBeLessThan(500)
    expect(index.query({ q: 'package-99999', limit: 1 }).total).toBe(1)
  })
})
