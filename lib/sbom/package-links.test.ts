import { describe, expect, it } from 'vitest'
import { countStated } from './count-stated.ts'
import { parseCyclonedxJson } from './cyclonedx-json.ts'
import { parseSpdxJson } from './spdx-json.ts'
import { parseSpdxTagValue } from './spdx-tag-value.ts'
import { parseSyftJson } from './syft-json.ts'

const link = (spdxElementId: unknown, relationshipType: unknown, relatedSpdxElement: unknown) => ({
  spdxElementId,
  relationshipType,
  relatedSpdxElement,
})

const spdx = parseSpdxJson({
  packages: [
    { SPDXID: 'SPDXRef-app', name: 'app', versionInfo: '1', hasFiles: ['SPDXRef-file-2', {}] },
    { SPDXID: 'SPDXRef-lib', name: 'lib', versionInfo: '2', supplier: 'NOASSERTION' },
    { SPDXID: 'SPDXRef-alone', name: 'alone' },
    { SPDXID: 'SPDXRef-lib', name: 'the same identifier' },
  ],
  files: [
    { SPDXID: 'SPDXRef-file-1', fileName: '/bin/app' },
    { SPDXID: 'SPDXRef-file-2', fileName: '/etc/app' },
    { SPDXID: 'SPDXRef-file-3', fileName: '/of/nobody' },
  ],
  relationships: [
    link('SPDXRef-DOCUMENT', 'DESCRIBES', 'SPDXRef-app'),
    link('SPDXRef-app', 'DEPENDS_ON', 'SPDXRef-lib'),
    link('SPDXRef-lib', 'BUILD_DEPENDENCY_OF', 'SPDXRef-app'),
    link('SPDXRef-lib', 'CONTAINED_BY', 'SPDXRef-app'),
    link('SPDXRef-app', 'CONTAINS', 'SPDXRef-file-1'),
    link('SPDXRef-file-1', 'GENERATED_FROM', 'SPDXRef-file-3'),
    link('SPDXRef-app', 'toString', 'NONE'),
    link(null, 'DEPENDS_ON', 'SPDXRef-app'),
    link('SPDXRef-app', {}, 'SPDXRef-lib'),
    'no relationship',
  ],
})

const linksOf = (document: typeof spdx, id: string) =>
  document.links
    .query({ id, limit: 100 })
    .items.map(({ relation, type, id: other, name, kind }) => [relation, type, other, name, kind].join(' '))

describe('relationships of a package', () => {
  it('are those of an SPDX document, seen from the package', () => {
    expect(linksOf(spdx, 'SPDXRef-app')).toEqual([
      'other DESCRIBES SPDXRef-DOCUMENT  other',
      'dependsOn DEPENDS_ON SPDXRef-lib lib package',
      'dependsOn BUILD_DEPENDENCY_OF SPDXRef-lib lib package',
      'contains CONTAINED_BY SPDXRef-lib lib package',
      'contains CONTAINS SPDXRef-file-1 /bin/app file',
      'other toString NONE  other',
      'contains CONTAINS SPDXRef-file-2 /etc/app file',
    ])
    expect(linksOf(spdx, 'SPDXRef-lib')).toEqual([
      'dependencyOf DEPENDS_ON SPDXRef-app app package',
      'dependencyOf BUILD_DEPENDENCY_OF SPDXRef-app app package',
      'containedIn CONTAINED_BY SPDXRef-app app package',
    ])
    expect(linksOf(spdx, 'SPDXRef-alone')).toEqual([])
  })

  it('come page by page, of one relation or of all, with the numbers of each', () => {
    const ask = (query: object) => spdx.links.query({ id: 'SPDXRef-app', limit: 2, ...query })
    expect(ask({})).toMatchObject({
      package: { name: 'app', version: '1' },
      total: 7,
      next: '2',
      counts: { dependsOn: 2, dependencyOf: 0, contains: 3, containedIn: 0, other: 2 },
      fileCount: 2,
    })
    expect(ask({ after: '6' })).toMatchObject({ items: [{ id: 'SPDXRef-file-2' }], next: null })
    expect(ask({ relation: 'contains' })).toMatchObject({
      items: [{ kind: 'package' }, { kind: 'file' }],
      total: 3,
      next: '2',
    })
    expect(ask({ relation: 'contains', after: '2' })).toMatchObject({ items: [{ name: '/etc/app' }], next: null })
    expect(ask({ relation: 'containedIn' })).toMatchObject({ items: [], total: 0, next: null })
  })

  it('are refused for what is no package and no cursor', () => {
    for (const query of [{ id: 'SPDXRef-file-1' }, { id: '__proto__' }, { id: 'SPDXRef-app', after: '-1' }])
      expect(() => spdx.links.query({ limit: 1, ...query })).toThrow(
        expect.objectContaining({ code: 'REQUEST_INVALID' }),
      )
  })

  it('are those of tag-value text', () => {
    const document = parseSpdxTagValue(
      [
        'SPDXVersion: SPDX-2.3',
        'PackageName: app',
        'SPDXID: SPDXRef-app',
        'FileName: ./a',
        'SPDXID: SPDXRef-a',
        'Relationship: SPDXRef-app CONTAINS SPDXRef-a',
      ].join('\n'),
    )
    expect(linksOf(document, 'SPDXRef-app')).toEqual(['contains CONTAINS SPDXRef-a ./a file'])
  })

  it('are those of a CycloneDX document, nested components included', () => {
    const document = parseCyclonedxJson({
      components: [
        { name: 'app', 'bom-ref': 'app', components: [{ name: 'inner' }] },
        { name: 'lib', 'bom-ref': 'lib' },
      ],
      dependencies: [{ ref: 'app', dependsOn: ['lib', 'elsewhere', null] }, { ref: 'nobody' }, null],
    })
    expect(linksOf(document, 'app')).toEqual([
      'dependsOn dependsOn lib lib package',
      'dependsOn dependsOn elsewhere  other',
      'contains components components[0].components[0] inner package',
    ])
    expect(linksOf(document, 'lib')).toEqual(['dependencyOf dependsOn app app package'])
  })

  it('are those of a syft document', () => {
    const document = parseSyftJson({
      artifacts: [
        { name: 'app', id: 'a' },
        { name: 'lib', id: 'b' },
      ],
      files: [{ id: 'f', location: { path: '/bin/app' } }],
      artifactRelationships: [
        { parent: 'b', child: 'a', type: 'dependency-of' },
        { parent: 'a', child: 'f', type: 'contains' },
      ],
    })
    expect(linksOf(document, 'a')).toEqual([
      'dependsOn dependency-of b lib package',
      'contains contains f /bin/app file',
    ])
  })
})

describe('what the packages state', () => {
  it('is counted as facts, one beside the other', () => {
    expect(countStated(spdx.packages, spdx.links)).toEqual({
      version: 2,
      identifier: 0,
      purl: 0,
      supplier: 0,
      license: 0,
      relationship: 2,
    })
  })
})
