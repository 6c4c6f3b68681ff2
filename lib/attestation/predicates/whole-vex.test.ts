import { describe, expect, it } from 'vitest'
import { parseCyclonedxVex } from './cyclonedx-vex.ts'
import { parseOpenvex } from './parse-openvex.ts'
import { listed } from './samples/listed.ts'
import { cyclonedxVex, openvex } from './samples/other-predicates.ts'

const unstated = {
  aliases: [],
  justification: null,
  impact: null,
  action: null,
  notes: null,
  statedAt: null,
  link: null,
}
const nothing = {
  kind: 'vex',
  specVersion: null,
  id: null,
  author: null,
  role: null,
  createdAt: null,
  updatedAt: null,
  version: null,
  tool: null,
  statements: listed(),
  counts: [],
}

describe('the whole of an OpenVEX document', () => {
  it('that states nothing', () => {
    expect(parseOpenvex({})).toEqual({ ...nothing, format: 'OpenVEX' })
  })

  it('with every member that its specification has', () => {
    const [first, second] = openvex.statements
    const more = { status_notes: 'Looked at twice.', last_updated: '2026-11-21T10:00:00Z', timestamp: 'earlier' }
    const document = {
      ...openvex,
      last_updated: '2026-11-21T10:00:00Z',
      statements: [{ ...first, ...more }, { ...second, timestamp: '2026-11-20T10:00:00Z' }, null, 'CVE-1', {}],
    }
    expect(parseOpenvex(document)).toEqual({
      kind: 'vex',
      format: 'OpenVEX',
      specVersion: 'v0.2.0',
      id: 'https://openvex.dev/docs/birds/vex-1',
      author: 'Birds security team',
      role: 'vendor',
      createdAt: '2026-11-20T10:00:00Z',
      updatedAt: '2026-11-21T10:00:00Z',
      version: '2',
      tool: 'vexctl',
      statements: {
        items: [
          {
            vulnerability: 'CVE-2024-3094',
            aliases: ['XZ'],
            status: 'not_affected',
            statedStatus: 'not_affected',
            justification: 'vulnerable_code_not_present',
            impact: 'The library is an older one.',
            action: null,
            notes: 'Looked at twice.',
            statedAt: '2026-11-21T10:00:00Z',
            products: listed({
              id: 'pkg:oci/birds@sha256%3Aaa?repository_url=registry.example/birds',
              digests: ['sha-256:ab'],
              parts: listed('pkg:deb/debian/liblzma5@5.4.1-1'),
            }),
            link: 'https://nvd.nist.gov/vuln/detail/CVE-2024-3094',
          },
          {
            ...unstated,
            vulnerability: 'CVE-2026-0001',
            status: 'affected',
            statedStatus: 'affected',
            action: 'Update to v2.',
            statedAt: '2026-11-20T10:00:00Z',
            products: listed({ id: 'pkg:oci/birds', digests: [], parts: listed() }),
          },
          { ...unstated, vulnerability: null, status: null, statedStatus: null, products: listed() },
        ],
        total: 5,
        unreadable: '2 of its entries',
      },
      counts: [
        { status: 'affected', count: 1 },
        { status: 'not_affected', count: 1 },
        { status: null, count: 3 },
      ],
    })
  })

  it.each([
    ['https://openvex.dev/ns/v0.2.0', 'v0.2.0'],
    ['https://openvex.dev/ns', 'https://openvex.dev/ns'],
    ['https://example.org/https://openvex.dev/ns/v1', 'https://example.org/https://openvex.dev/ns/v1'],
    ['', null],
    [['https://openvex.dev/ns/v1'], { unreadable: 'a list of 1, where text was expected' }],
  ])('A-16 tells the version in the context %j', (context, version) => {
    expect(parseOpenvex({ '@context': context }).specVersion).toEqual(version)
  })
})

describe('a statement of OpenVEX', () => {
  const readOne = (statement: object) => parseOpenvex({ statements: [statement] }).statements.items[0]
  const readProducts = (...products: readonly unknown[]) => readOne({ products })?.products

  it.each([
    ['CVE-1', { vulnerability: 'CVE-1', aliases: [], link: null }],
    [
      { name: 'CVE-1', '@id': 'u', aliases: ['a', 1, {}] },
      { vulnerability: 'CVE-1', aliases: ['a', '1'], link: 'u' },
    ],
    [{ '@id': 'u' }, { vulnerability: 'u', link: 'u' }],
    [
      { name: ['CVE-1'], '@id': ['u'] },
      { vulnerability: null, link: null },
    ],
  ])('names by %j what it speaks of', (vulnerability, expected) => {
    expect(readOne({ vulnerability })).toMatchObject(expected)
  })

  it.each([
    ['pkg:a', { id: 'pkg:a' }],
    ['x'.repeat(2000), { id: 'x'.repeat(1000) }],
    [{ '@id': 'a', identifiers: { purl: 'pkg:a' } }, { id: 'a' }],
    [{ '@id': ['a'], identifiers: { purl: 'pkg:a', cpe23: 'cpe:a' } }, { id: 'pkg:a' }],
    [{ identifiers: { cpe23: 'cpe:a' } }, { id: 'cpe:a' }],
    [{ hashes: { 'sha-256': 'ab' } }, { id: '', digests: ['sha-256:ab'] }],
    [
      { '@id': 'a', subcomponents: ['b', { '@id': 'c' }] },
      { id: 'a', parts: listed('b', 'c') },
    ],
  ])('names by %j a product', (product, expected) => {
    expect(readProducts(product)).toEqual(listed({ digests: [], parts: listed(), ...expected }))
  })

  it.each([{}, null, 7, { '@id': {} }, { hashes: {} }, { identifiers: 'pkg:a' }])(
    'counts the product %j as one that cannot be read',
    (product) => {
      expect(readProducts(product, 'pkg:a')).toMatchObject({ items: [{ id: 'pkg:a' }], unreadable: '1 of its entries' })
    },
  )

  it('counts parts that cannot be read', () => {
    const [product] = readProducts({ '@id': 'a', subcomponents: ['', {}, { '@id': ['b'] }, 'c'] })?.items ?? []
    expect(product?.parts).toEqual({ items: ['c'], total: 4, unreadable: '3 of its entries' })
  })
})

describe('the whole of a CycloneDX document about vulnerabilities', () => {
  it('that states nothing', () => {
    expect(parseCyclonedxVex({})).toEqual({ ...nothing, format: 'CycloneDX' })
  })

  it('with every member that is shown', () => {
    const [first] = cyclonedxVex.vulnerabilities
    const more = { description: 'In xz.', published: '2024-03-29', updated: '2024-04-01', recommendation: 'Update.' }
    const document = {
      ...cyclonedxVex,
      metadata: { ...cyclonedxVex.metadata, authors: [{ name: 'Ada', email: 'ada@example.org' }] },
      vulnerabilities: [{ ...first, ...more }, { id: 'CVE-2', recommendation: 'Wait.', published: 'p' }, null, 7, {}],
    }
    const birds = (parts: object) => listed({ id: 'pkg:oci/birds', digests: ['sha256:ab'], parts })
    expect(parseCyclonedxVex(document)).toEqual({
      kind: 'vex',
      format: 'CycloneDX',
      specVersion: '1.5',
      id: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
      author: 'Ada',
      role: null,
      createdAt: '2026-11-20T10:00:00Z',
      updatedAt: null,
      version: '1',
      tool: 'vex-maker',
      statements: {
        items: [
          {
            vulnerability: 'CVE-2024-3094',
            aliases: [],
            status: 'not_affected',
            statedStatus: 'not_affected',
            justification: 'code_not_reachable',
            impact: 'It is never called.',
            action: 'will_not_fix, update',
            notes: 'In xz.',
            statedAt: '2024-04-01',
            products: birds(listed('urn:cdx:3e671687/1#liblzma5')),
            link: 'https://nvd.nist.gov/vuln/detail/CVE-2024-3094',
          },
          {
            ...unstated,
            vulnerability: 'CVE-2',
            status: null,
            statedStatus: null,
            action: 'Wait.',
            statedAt: 'p',
            products: birds(listed()),
          },
          { ...unstated, vulnerability: null, status: null, statedStatus: null, products: birds(listed()) },
        ],
        total: 5,
        unreadable: '2 of its entries',
      },
      counts: [
        { status: 'not_affected', count: 1 },
        { status: null, count: 4 },
      ],
    })
  })

  it.each([
    ['exploitable', 'affected'],
    ['in_triage', 'under_investigation'],
    ['not_affected', 'not_affected'],
    ['false_positive', 'not_affected'],
    ['resolved', 'fixed'],
    ['resolved_with_pedigree', 'fixed'],
    ['Resolved', null],
    [['resolved'], null],
  ])('has a state %j that comes to %j', (state, status) => {
    const view = parseCyclonedxVex({ vulnerabilities: [{ analysis: { state } }] })
    expect(view.statements.items[0]?.status).toBe(status)
    expect(view.counts).toEqual([{ status, count: 1 }])
  })

  it.each([
    [[{ email: 'ada@example.org' }], 'ada@example.org'],
    ['Ada', 'Ada'],
    [[], { unreadable: 'a list of 0, where text was expected' }],
    [[7], { unreadable: 'inside a number, where an object was expected' }],
  ])('has the author that %j names', (authors, author) => {
    expect(parseCyclonedxVex({ metadata: { authors } }).author).toEqual(author)
  })

  it.each([
    [[{ name: 'old' }, { name: 'other' }], 'old'],
    [{ components: [{ name: 'new' }] }, 'new'],
    [{ components: [] }, null],
    ['tool', null],
  ])('has the tool that %j names', (tools, tool) => {
    expect(parseCyclonedxVex({ metadata: { tools } }).tool).toBe(tool)
  })

  it.each([
    [
      { purl: 'pkg:a', name: 'a' },
      { id: 'pkg:a', digests: [] },
    ],
    [
      { name: 'a', hashes: [{ alg: 'SHA3-256', content: 'x' }] },
      { id: 'a', digests: ['sha3256:x'] },
    ],
    [
      { name: 'a', hashes: [{ alg: 'MD5' }, { content: 'x' }, { alg: {}, content: {} }] },
      { id: 'a', digests: [] },
    ],
  ])('is about the component %j', (component, expected) => {
    const affects = [{ ref: 'b' }, { ref: {} }]
    const { statements } = parseCyclonedxVex({ metadata: { component }, vulnerabilities: [{ affects }] })
    const parts = { items: ['b'], total: 2, unreadable: '1 of its entries' }
    expect(statements.items[0]?.products).toEqual(listed({ ...expected, parts }))
  })

  it.each([undefined, { version: '1' }, { name: ['a'] }])(
    'names what is affected by itself where the component is %j',
    (component) => {
      const affects = [{ ref: 'b' }, { ref: {} }, {}]
      const { statements } = parseCyclonedxVex({ metadata: { component }, vulnerabilities: [{ id: ['x'], affects }] })
      expect(statements.items).toMatchObject([{ vulnerability: null, link: null }])
      expect(statements.items[0]?.products).toEqual({
        items: [{ id: 'b', digests: [], parts: listed() }],
        total: 3,
        unreadable: '2 of its entries',
      })
    },
  )

  it('L-08 takes 16 digests of its component', () => {
    const hashes = Array.from({ length: 20 }, (_, at) => ({ alg: `h${at}`, content: 'x' }))
    const document = { metadata: { component: { name: 'a', hashes } }, vulnerabilities: [{}] }
    expect(parseCyclonedxVex(document).statements.items[0]?.products.items[0]?.digests).toHaveLength(16)
  })
})
