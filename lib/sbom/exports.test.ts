import { describe, expect, it } from 'vitest'
import { parseSbom, parseSbomText } from './parse-sbom.ts'
import type { SbomPackage } from './sbom.ts'
import { toCsv } from './to-csv.ts'
import { toCyclonedxJson } from './to-cyclonedx-json.ts'
import { toSpdxJson } from './to-spdx-json.ts'

const make = (members: Partial<SbomPackage>): SbomPackage => ({
  id: 'id',
  name: 'name',
  version: '1',
  type: 'npm',
  purl: null,
  cpes: [],
  licenseDeclared: null,
  licenseConcluded: null,
  supplier: null,
  ...members,
})
const lineOf = (members: Partial<SbomPackage>) => toCsv([make(members)]).split('\r\n')[1]

describe('toCsv', () => {
  it('writes a header and one line for each package, ended by CRLF (RFC 4180)', () => {
    expect(toCsv([make({ cpes: ['a', 'b'] })])).toBe(
      'name,version,type,purl,cpes,licenseDeclared,licenseConcluded,supplier,id\r\nname,1,npm,,a b,,,,id\r\n',
    )
    expect(toCsv([])).toMatch(/^name,.*\r\n$/)
  })

  it('quotes commas, quotes and line breaks', () => {
    expect(lineOf({ name: 'a,b' })).toMatch(/^"a,b",/)
    expect(lineOf({ name: 'a"b' })).toMatch(/^"a""b",/)
    expect(toCsv([make({ name: 'a\nb' })])).toContain('"a\nb",')
  })

  it.each(['=', '+', '-', '@', '\t=', '\r=', '\n', ' =', '\u200b=', '\ufeff@', '＝', '|'])(
    'V-15 keeps a field that begins with %j from running as a formula',
    (start) => {
      const field = toCsv([make({ name: `${start}cmd|' /C calc'!A0` })]).slice(
        'name,version,type,purl,cpes,licenseDeclared,licenseConcluded,supplier,id\r\n'.length,
      )
      expect(field).toMatch(/^"?'/)
    },
  )

  it('leaves ordinary fields alone', () => {
    expect(lineOf({ name: 'left-pad', version: '1.0-1', supplier: 'A & B' })).toBe('left-pad,1.0-1,npm,,,,,A & B,id')
  })
})

const stamp = { namespace: 'https://example.org/spdx/x', createdAt: '2026-02-03T04:05:06Z', tool: 'touchstone' }
const cyclonedx = parseSbom({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { component: { type: 'container', name: 'image', version: 'v1' } },
  components: [
    {
      type: 'library',
      'bom-ref': 'pkg:npm/a@1',
      name: 'a',
      version: '1',
      purl: 'pkg:npm/a@1',
      cpe: 'cpe:2.3:a:a:a:1',
      licenses: [{ expression: 'MIT OR ISC' }],
      supplier: { name: 'S' },
    },
    { type: 'library', 'bom-ref': 'pkg:npm/a@1', name: 'b' },
  ],
})

describe('conversions', () => {
  it('writes SPDX that reads back to the same packages, each with an identifier of its own', () => {
    const text = toSpdxJson(cyclonedx, stamp)
    const back = parseSbomText(text)
    const ids = back.packages.all().map(({ id }) => id)
    expect(new Set(ids).size).toBe(2)
    for (const id of ids) expect(id).toMatch(/^SPDXRef-[A-Za-z0-9.-]+$/)
    expect(back.packages.all().map((item) => ({ ...item, id: '' }))).toEqual(
      cyclonedx.packages.all().map((item) => ({ ...item, id: '', type: item.purl === null ? null : item.type })),
    )
    expect(JSON.parse(text)).toMatchObject({
      spdxVersion: 'SPDX-2.3',
      dataLicense: 'CC0-1.0',
      creationInfo: { created: stamp.createdAt },
    })
  })

  it('writes CycloneDX that reads back to the same packages without a complaint', () => {
    const spdx = parseSbom({
      spdxVersion: 'SPDX-2.3',
      packages: [
        {
          SPDXID: 'SPDXRef-a',
          name: 'a',
          versionInfo: '1',
          licenseDeclared: 'MIT OR ISC',
          licenseConcluded: 'MIT',
          supplier: 'Organization: S',
        },
        { SPDXID: 'SPDXRef-a', name: 'b', licenseDeclared: 'NONE' },
      ],
    })
    const back = parseSbomText(toCyclonedxJson(spdx, stamp))
    expect(back.listProblems()).toEqual([])
    expect(back.packages.all()).toMatchObject([
      { name: 'a', version: '1', licenseDeclared: 'MIT OR ISC', licenseConcluded: 'MIT', supplier: 'S' },
      { name: 'b', version: null, licenseDeclared: null },
    ])
  })

  it('V-07 gives packages with strange identifiers one each', () => {
    const list = parseSbom({
      spdxVersion: 'SPDX-2.3',
      packages: ['__proto__', 'constructor', '', '日本'].map((SPDXID) => ({ SPDXID, name: 'x' })),
    })
    const ids = parseSbomText(toSpdxJson(list, stamp))
      .packages.all()
      .map(({ id }) => id)
    expect(new Set(ids).size).toBe(4)
  })
})
