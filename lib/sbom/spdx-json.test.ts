import { describe, expect, it } from 'vitest'
import { parseSbom, parseSbomText } from './parse-sbom.ts'

const document = (members: object) => ({ spdxVersion: 'SPDX-2.3', ...members })
const rows = (packages: unknown) => parseSbom(document({ packages })).packages.all()

describe('SPDX JSON', () => {
  it('reads a package as syft writes it', () => {
    expect(
      rows([
        {
          SPDXID: 'SPDXRef-a',
          name: 'adduser',
          versionInfo: '3.134',
          supplier: 'Organization: Debian',
          licenseDeclared: 'GPL-2.0-or-later',
          licenseConcluded: 'NOASSERTION',
          externalRefs: [
            { referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a:adduser:*' },
            {
              referenceCategory: 'PACKAGE_MANAGER',
              referenceType: 'purl',
              referenceLocator: 'pkg:deb/debian/adduser@3.134',
            },
          ],
        },
      ]),
    ).toEqual([
      {
        id: 'SPDXRef-a',
        name: 'adduser',
        version: '3.134',
        type: 'deb',
        purl: 'pkg:deb/debian/adduser@3.134',
        cpes: ['cpe:2.3:a:adduser:*'],
        licenseDeclared: 'GPL-2.0-or-later',
        licenseConcluded: null,
        supplier: 'Debian',
      },
    ])
  })

  it('keeps "none" apart from "not stated", and a person apart from an organisation', () => {
    const [item] = rows([{ name: 'a', licenseDeclared: 'NONE', licenseConcluded: '', supplier: 'Person: Ada' }])
    expect(item).toMatchObject({
      licenseDeclared: 'NONE',
      licenseConcluded: null,
      supplier: 'Person: Ada',
      version: null,
    })
  })

  it('takes the purpose as type where no package URL says it', () => {
    expect(rows([{ name: 'image', primaryPackagePurpose: 'CONTAINER' }])[0]?.type).toBe('container')
    expect(
      rows([{ name: 'x', externalRefs: [{ referenceType: 'purl', referenceLocator: 'no purl' }] }])[0]?.type,
    ).toBeNull()
  })

  it('counts exactly the entries of packages, no packages included', () => {
    expect(parseSbom(document({})).facts.packageCount).toBe(0)
    expect(parseSbom(document({ packages: null })).facts.packageCount).toBe(0)
    expect(parseSbom(document({ packages: [{ name: 'a' }, { name: 'a' }] })).facts.packageCount).toBe(2)
  })

  it.each([
    [{ packages: {} }, 'packages'],
    [{ packages: [null] }, 'packages[0]'],
    [{ packages: [{ name: 'a' }, 'b'] }, 'packages[1]'],
    [{ packages: [{ packageName: 'a' }] }, 'packages[0].name'],
    [{ packages: [{ name: '' }] }, 'packages[0].name'],
    [{ packages: [], creationInfo: { creators: [{ Person: 'x' }] } }, 'creationInfo.creators[0]'],
  ])('V-22 names the place of what makes %j unreadable', (members, place) => {
    expect(() => parseSbom(document(members))).toThrow(
      expect.objectContaining({ code: 'SBOM_INVALID', context: { place } }),
    )
  })

  it('V-07 lists packages called __proto__ and constructor, and is changed by no member', () => {
    const text = `{"spdxVersion":"SPDX-2.3","__proto__":{"packages":[{"name":"ghost"}]},"constructor":{"name":"x"},
      "packages":[{"name":"__proto__","SPDXID":"__proto__","__proto__":{"versionInfo":"9"}},{"name":"constructor"}]}`
    const parsed = parseSbomText(text)
    expect(parsed.packages.all().map(({ name, version }) => [name, version])).toEqual([
      ['__proto__', null],
      ['constructor', null],
    ])
    expect(({} as { packages?: unknown }).packages).toBeUndefined()
  })

  it('V-08 lists packages with the same identifier, and ends with relationships in a circle', () => {
    const parsed = parseSbom(
      document({
        packages: [
          { SPDXID: 'SPDXRef-a', name: 'one' },
          { SPDXID: 'SPDXRef-a', name: 'two' },
        ],
        documentDescribes: ['SPDXRef-a', 'SPDXRef-missing'],
        relationships: [
          { spdxElementId: 'SPDXRef-a', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-a' },
          { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-a' },
        ],
      }),
    )
    expect(parsed.packages.all().map(({ name }) => name)).toEqual(['one', 'two'])
    expect(parsed.facts.describes.map(({ name }) => name)).toEqual(['one'])
    expect(parsed.facts.relationshipCount).toBe(2)
  })

  it('V-19 takes values of the wrong kind as not stated, numbers as text', () => {
    expect(
      rows([{ name: 7, versionInfo: 1.5, licenseDeclared: {}, supplier: [], externalRefs: 'x' }])[0],
    ).toMatchObject({
      name: '7',
      version: '1.5',
      licenseDeclared: null,
      supplier: null,
      purl: null,
    })
  })

  it('bounds the text and the identifiers of one package', () => {
    const cpe = { referenceType: 'cpe23Type', referenceLocator: 'cpe:2.3:a:x' }
    const [item] = rows([{ name: 'a'.repeat(100_000), externalRefs: Array.from({ length: 5000 }, () => cpe) }])
    expect(item?.name.length).toBeLessThan(10_000)
    expect(item?.cpes.length).toBeLessThanOrEqual(200)
  })

  it('tells the facts of the document and what it describes, with digests', () => {
    const parsed = parseSbom(
      document({
        name: 'image',
        documentNamespace: 'https://example.org/x',
        dataLicense: 'CC0-1.0',
        creationInfo: {
          created: '2026-02-03T05:05:06+01:00',
          creators: ['Tool: syft-1.57.0', 'Organization: Anchore, Inc', 'Person: Ada'],
        },
        packages: [
          {
            SPDXID: 'SPDXRef-root',
            name: 'image',
            versionInfo: 'v1',
            checksums: [{ algorithm: 'SHA256', checksumValue: 'AB'.repeat(32) }],
          },
        ],
        files: [{}, {}],
        relationships: [
          { spdxElementId: 'SPDXRef-DOCUMENT', relationshipType: 'DESCRIBES', relatedSpdxElement: 'SPDXRef-root' },
        ],
      }),
    )
    expect(parsed.facts).toEqual({
      format: 'spdx-json',
      specVersion: '2.3',
      name: 'image',
      namespace: 'https://example.org/x',
      createdAt: '2026-02-03T04:05:06Z',
      tools: ['syft-1.57.0'],
      authors: ['Anchore, Inc', 'Ada'],
      dataLicense: 'CC0-1.0',
      describes: [{ name: 'image', version: 'v1', digests: [`sha256:${'ab'.repeat(32)}`], purl: null }],
      packageCount: 1,
      fileCount: 2,
      relationshipCount: 1,
    })
  })
})
