import { describe, expect, it } from 'vitest'
import { parseCyclonedx, parseSpdxFacts } from './parse-sbom-facts.ts'
import { listed } from './samples/listed.ts'

const nothing = {
  kind: 'sbom',
  form: 'json',
  specVersion: null,
  name: null,
  identifier: null,
  createdAt: null,
  tools: listed(),
  packages: null,
  files: null,
  relationships: null,
  characters: null,
  vex: null,
}

describe('what an SPDX document says of itself', () => {
  it('as JSON', () => {
    expect(parseSpdxFacts({})).toEqual({ ...nothing, standard: 'SPDX' })
    const document = {
      spdxVersion: 'SPDX-2.3',
      name: 'birds',
      documentNamespace: 'https://example.org/birds',
      creationInfo: { created: '2026-11-20T09:00:00Z', creators: ['Tool: syft', 'Person: Ada'] },
      packages: [{}, {}],
      files: [{}],
      relationships: [{}, {}, {}],
    }
    expect(parseSpdxFacts(document)).toEqual({
      ...nothing,
      standard: 'SPDX',
      specVersion: 'SPDX-2.3',
      name: 'birds',
      identifier: 'https://example.org/birds',
      createdAt: '2026-11-20T09:00:00Z',
      tools: listed('Tool: syft', 'Person: Ada'),
      packages: 2,
      files: 1,
      relationships: 3,
    })
  })

  it('V-12 as tag-value text, whose lines are counted', () => {
    const text = [
      'SPDXVersion: SPDX-2.3',
      'DocumentName:  birds ',
      'DocumentNamespace: https://example.org/birds',
      'Creator:  Tool: syft ',
      'Creator:',
      'Creator: Person: Ada',
      'Comment: Creator: nobody',
      'Created: 2026-11-20T09:00:00Z',
      'PackageName: a',
      'PackageName: b',
      'FileName: c',
      'Relationship: a CONTAINS b',
      'Relationship: a CONTAINS c',
      'Relationship: b CONTAINS c',
    ].join('\n')
    expect(parseSpdxFacts(text)).toEqual({
      ...nothing,
      standard: 'SPDX',
      form: 'tag-value',
      specVersion: 'SPDX-2.3',
      name: 'birds',
      identifier: 'https://example.org/birds',
      createdAt: '2026-11-20T09:00:00Z',
      tools: listed('Tool: syft', 'Person: Ada'),
      packages: 2,
      files: 1,
      relationships: 3,
      characters: text.length,
    })
  })

  it('V-12 as text that states nothing', () => {
    const zero = { packages: 0, files: 0, relationships: 0 }
    for (const text of ['', 'ACreated: x', 'Created:', 'Created:  \nCreator: ', '<text>']) {
      const expected = { ...nothing, ...zero, standard: 'SPDX', form: 'tag-value', characters: text.length }
      expect(parseSpdxFacts(text)).toEqual(expected)
    }
  })

  it('V-12 in the head of a text, in lines of bounded length and twenty creators', () => {
    const creators = Array.from({ length: 25 }, (_, at) => `Creator: ${at}\n`).join('')
    const view = parseSpdxFacts(`DocumentName: ${'x'.repeat(900)}\n${creators}${' '.repeat(20_000)}\nCreated: late`)
    expect(view).toMatchObject({ name: 'x'.repeat(499), createdAt: null, tools: { total: 25, items: { length: 20 } } })
  })
})

describe('what a CycloneDX document says of itself', () => {
  it('whole', () => {
    expect(parseCyclonedx({})).toEqual({ ...nothing, standard: 'CycloneDX' })
    const document = {
      specVersion: '1.6',
      serialNumber: 'urn:uuid:1',
      metadata: {
        timestamp: '2026-11-20T09:00:00Z',
        component: { name: 'birds' },
        tools: { components: [{ name: 'syft', version: '1' }] },
      },
      components: [{}, {}],
      dependencies: [{}],
    }
    expect(parseCyclonedx(document)).toEqual({
      ...nothing,
      standard: 'CycloneDX',
      specVersion: '1.6',
      name: 'birds',
      identifier: 'urn:uuid:1',
      createdAt: '2026-11-20T09:00:00Z',
      tools: listed('syft 1'),
      packages: 2,
      relationships: 1,
    })
  })

  it('names tools of old and of today, with their versions', () => {
    const tools = [{ name: 'syft', version: '1' }, { name: 'trivy' }, { name: 'grype', version: {} }, { version: '2' }]
    const expected = { items: ['syft 1', 'trivy', 'grype'], total: 4, unreadable: '1 of its entries' }
    expect(parseCyclonedx({ metadata: { tools } })).toMatchObject({ tools: expected })
    expect(parseCyclonedx({ metadata: { tools: { components: tools } } })).toMatchObject({ tools: expected })
    expect(parseCyclonedx({ metadata: { tools: 'syft' } })).toMatchObject({
      tools: { items: [], unreadable: 'inside text, where an object was expected' },
    })
  })

  it.each([
    [{ vulnerabilities: [{}] }, 'vex'],
    [{ vulnerabilities: [{}], components: [] }, 'vex'],
    [{ vulnerabilities: [{}], components: {} }, 'vex'],
    [{ vulnerabilities: [], components: [] }, 'sbom'],
    [{ vulnerabilities: 'many' }, 'sbom'],
    [{ vulnerabilities: [] }, 'sbom'],
  ])('%j is a %s', (document, kind) => {
    expect(parseCyclonedx(document).kind).toBe(kind)
  })

  it('has judgements of vulnerabilities beside its components when there are any', () => {
    expect(parseCyclonedx({ components: [{}], vulnerabilities: [{}] })).toMatchObject({ vex: { kind: 'vex' } })
    expect(parseCyclonedx({ components: [{}], vulnerabilities: [] })).toMatchObject({ kind: 'sbom', vex: null })
    expect(parseCyclonedx({ components: [{}], vulnerabilities: 'many' })).toMatchObject({ kind: 'sbom', vex: null })
  })
})
