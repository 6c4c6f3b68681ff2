import { describe, expect, it } from 'vitest'
import { parseSbom, parseSbomText } from './parse-sbom.ts'

const document = (members: object) => ({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, ...members })
const rows = (components: unknown) => parseSbom(document({ components })).packages.all()

describe('CycloneDX JSON', () => {
  it('reads a component as syft writes it', () => {
    expect(
      rows([
        {
          'bom-ref': 'ref',
          type: 'library',
          group: '@babel',
          name: 'core',
          version: '7.0.0',
          cpe: 'cpe:2.3:a:babel:core:7.0.0',
          purl: 'pkg:npm/%40babel/core@7.0.0',
          licenses: [{ license: { id: 'MIT' } }],
          supplier: { name: 'Babel' },
        },
      ]),
    ).toEqual([
      {
        id: 'ref',
        name: '@babel/core',
        version: '7.0.0',
        type: 'npm',
        purl: 'pkg:npm/%40babel/core@7.0.0',
        cpes: ['cpe:2.3:a:babel:core:7.0.0'],
        licenseDeclared: 'MIT',
        licenseConcluded: null,
        supplier: 'Babel',
      },
    ])
  })

  it('counts nested components in the order of the document, and not the subject', () => {
    const parsed = parseSbom(
      document({
        metadata: { component: { type: 'container', name: 'image' } },
        components: [
          {
            type: 'library',
            name: 'a',
            components: [{ type: 'library', name: 'b', components: [{ type: 'file', name: 'c' }] }],
          },
          { type: 'library', name: 'd' },
        ],
      }),
    )
    expect(parsed.packages.all().map(({ name, id }) => [name, id])).toEqual([
      ['a', 'components[0]'],
      ['b', 'components[0].components[0]'],
      ['c', 'components[0].components[0].components[0]'],
      ['d', 'components[1]'],
    ])
    expect(parsed.facts).toMatchObject({ packageCount: 4, fileCount: 1 })
  })

  it('B-19 reads components nested 10,000 deep without running out of stack', () => {
    const depth = 10_000
    const text = `{"bomFormat":"CycloneDX","specVersion":"1.6","components":[${'{"type":"library","name":"a","components":['.repeat(depth)}${']}'.repeat(depth)}]}`
    expect(parseSbomText(text).facts.packageCount).toBe(depth)
  })

  it.each([
    [[{ license: { id: 'MIT' } }, { license: { name: 'My licence' } }], 'MIT AND My licence', null],
    [[{ expression: 'MIT OR Apache-2.0' }], 'MIT OR Apache-2.0', null],
    [
      [{ license: { id: 'MIT', acknowledgement: 'declared' } }, { expression: 'ISC', acknowledgement: 'concluded' }],
      'MIT',
      'ISC',
    ],
    [[{ expression: 'MIT OR ISC' }, { license: { id: 'Zlib' } }], '(MIT OR ISC) AND Zlib', null],
    ['MIT', null, null],
    [[null, 1, {}], null, null],
  ])('reads the licences %j', (licenses, declared, concluded) => {
    expect(rows([{ type: 'library', name: 'a', licenses }])[0]).toMatchObject({
      licenseDeclared: declared,
      licenseConcluded: concluded,
    })
  })

  it('reads the supplier as object or text, else the manufacturer or publisher', () => {
    const suppliers = [
      { supplier: { name: 'S' } },
      { supplier: 'T' },
      { publisher: 'P' },
      { manufacturer: { name: 'M' } },
      {},
    ]
    expect(
      rows(suppliers.map((member) => ({ type: 'library', name: 'a', ...member }))).map(({ supplier }) => supplier),
    ).toEqual(['S', 'T', 'P', 'M', null])
  })

  it.each([
    [[{ vendor: 'anchore', name: 'syft', version: '1.57.0' }]],
    [{ components: [{ type: 'application', name: 'syft', version: '1.57.0' }], services: 1 }],
  ])('reads the tools in the form %j', (tools) => {
    expect(parseSbom(document({ metadata: { tools } })).facts.tools).toEqual(['syft 1.57.0'])
  })

  it('tells the facts of the document and what it describes, with digests', () => {
    const digest = `sha256:${'ab'.repeat(32)}`
    expect(
      parseSbom(
        document({
          serialNumber: 'urn:uuid:3e671687-395b-41f5-a30f-a58921a69b79',
          metadata: {
            timestamp: '2026-02-03T04:05:06Z',
            authors: [{ name: 'Ada' }],
            licenses: [{ license: { id: 'CC0-1.0' } }],
            component: {
              type: 'container',
              name: 'image',
              version: digest,
              purl: `pkg:oci/image@sha256%3A${'ab'.repeat(32)}?arch=arm64`,
            },
          },
          dependencies: [{ ref: 'a', dependsOn: ['b', 'a'] }, { ref: 'b' }],
        }),
      ).facts,
    ).toMatchObject({
      createdAt: '2026-02-03T04:05:06Z',
      authors: ['Ada'],
      dataLicense: 'CC0-1.0',
      relationshipCount: 2,
      describes: [{ name: 'image', version: digest, digests: [digest] }],
    })
  })

  it.each([
    [{ components: {} }, 'components'],
    [{ components: [1] }, 'components[0]'],
    [{ components: [{ type: 'library' }] }, 'components[0].name'],
    [{ components: [{ type: 'library', name: 'a', components: 'x' }] }, 'components[0].components'],
  ])('V-22 names the place of what makes %j unreadable', (members, place) => {
    expect(() => parseSbom(document(members))).toThrow(
      expect.objectContaining({ code: 'SBOM_INVALID', context: { place } }),
    )
  })

  it('V-07 V-08 lists components with the same or a strange bom-ref', () => {
    const parsed = parseSbomText(
      '{"bomFormat":"CycloneDX","specVersion":"1.6","components":[{"type":"library","name":"a","bom-ref":"__proto__"},{"type":"library","name":"b","bom-ref":"__proto__","__proto__":{"version":"6"}}]}',
    )
    expect(parsed.packages.all().map(({ name, version }) => [name, version])).toEqual([
      ['a', null],
      ['b', null],
    ])
    expect(parsed.listProblems()).toEqual(['components[1] has the bom-ref of another component.'])
  })

  it('reports no more than twenty problems of a faulty tool', () => {
    const components = Array.from({ length: 1000 }, () => ({ name: 'a' }))
    expect(parseSbom(document({ components })).listProblems()).toHaveLength(20)
  })
})
