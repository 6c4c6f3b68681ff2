import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors/app-error.ts'
import { parseSbom, parseSbomText } from './parse-sbom.ts'

const codeOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
  return 'read'
}

const spdx = { spdxVersion: 'SPDX-2.3', packages: [{ SPDXID: 'SPDXRef-P', name: 'openssl' }] }
const cyclonedx = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'library', name: 'openssl' }] }
const tagValue = 'SPDXVersion: SPDX-2.3\nDataLicense: CC0-1.0\n\nPackageName: openssl\nSPDXID: SPDXRef-P\n'

describe('parseSbom', () => {
  it('tells the format by the content, never by a label', () => {
    expect(parseSbom(spdx).facts.format).toBe('spdx-json')
    expect(parseSbom(cyclonedx).facts.format).toBe('cyclonedx-json')
    expect(parseSbom(tagValue).facts.format).toBe('spdx-tag-value')
    expect(parseSbomText(JSON.stringify(spdx)).facts.packageCount).toBe(1)
    expect(parseSbomText(`\ufeff ${JSON.stringify(cyclonedx)}`).facts.packageCount).toBe(1)
  })

  it.each([
    ['tag-value text', tagValue],
    ['SPDX JSON text', JSON.stringify(spdx)],
    ['CycloneDX JSON text', JSON.stringify(cyclonedx)],
    ['an SPDX object', spdx],
  ])('reads %s that cosign wrapped in Data', (_, Data) => {
    expect(parseSbom({ Data, Timestamp: '2026-02-03T04:05:06Z' }).packages.all()[0]?.name).toBe('openssl')
  })

  it('unwraps Data once only', () => {
    expect(codeOf(() => parseSbom({ Data: { Data: tagValue } }))).toBe('SBOM_INVALID')
  })

  it.each([
    ['a version from the future', { ...cyclonedx, specVersion: '9.9' }],
    ['no version', { bomFormat: 'CycloneDX', components: [] }],
    ['SPDX 2.9', { ...spdx, spdxVersion: 'SPDX-2.9' }],
    ['SPDX 3', { '@context': 'https://spdx.org/rdf/3.0.1/spdx-context.jsonld', '@graph': [] }],
  ])('V-13 refuses %s and fetches nothing', (_, document) => {
    expect(codeOf(() => parseSbom(document))).toBe('SBOM_UNSUPPORTED')
  })

  it.each([
    '<?xml version="1.0"?><!DOCTYPE bom [<!ENTITY x SYSTEM "file:///etc/passwd">]><bom xmlns="http://cyclonedx.org/schema/bom/1.4">&x;</bom>',
    `<bom xmlns="http://cyclonedx.org/schema/bom/1.4">${'<component>'.repeat(100_000)}`,
  ])('V-10 V-11 refuses XML without reading it', (text) => {
    expect(codeOf(() => parseSbomText(text))).toBe('SBOM_UNSUPPORTED')
  })

  it.each([
    ['an HTML page', '<!DOCTYPE html><html><body>Sign in</body></html>', /HTML page/],
    ['nothing', '', /empty/],
    ['broken JSON', '{"spdxVersion":"SPDX-2.3",', /not valid JSON/],
    ['another JSON document', '{"hello":"world"}', /neither SPDX nor CycloneDX/],
    ['a list', '[]', /neither/],
    ['plain text', 'hello', /neither/],
  ])('says what it got when the document is %s', (_, text, message) => {
    expect(() => parseSbomText(text)).toThrow(message)
    expect(codeOf(() => parseSbomText(text))).toBe('SBOM_INVALID')
  })

  it.each([null, 1, true, [], 'x', undefined])('B-07 refuses the predicate %j', (value) => {
    expect(codeOf(() => parseSbom(value))).toBe('SBOM_INVALID')
  })

  it('never fails in another way, whatever the document', () => {
    const value = fc.jsonValue({ maxDepth: 4 })
    const member = fc.constantFrom(
      'packages',
      'components',
      'relationships',
      'metadata',
      'files',
      'creationInfo',
      'licenses',
      'name',
      'tools',
      'documentDescribes',
      'externalRefs',
      '__proto__',
      'Data',
    )
    const kind = fc.constantFrom(spdx, cyclonedx, { schema: { url: 'https://example.org/syft/1' }, artifacts: [] })
    fc.assert(
      fc.property(kind, fc.dictionary(member, value), fc.array(fc.dictionary(member, value)), (base, members, list) => {
        codeOf(() => parseSbom({ ...base, ...members }).packages.all())
        codeOf(() => parseSbom({ ...base, packages: list, components: list, artifacts: list }).packages.all())
      }),
    )
  })
})

const vectors = join(import.meta.dirname, '../../../shared/vectors/sbom')

describe.skipIf(!existsSync(vectors))('public corpora', () => {
  const list = (folder: string) => readdirSync(join(vectors, folder)).map((name) => join(vectors, folder, name))
  const read = (path: string) => parseSbomText(readFileSync(path, 'utf8'))
  const versions = existsSync(vectors) ? readdirSync(join(vectors, 'cyclonedx')) : []

  it.each(versions)(
    'V-22 CycloneDX %s: reads what is valid without a complaint, says what is wrong with the rest',
    (version) => {
      for (const path of list(`cyclonedx/${version}`)) {
        if (!path.includes('/invalid-')) expect(read(path).listProblems(), path).toEqual([])
        else if (codeOf(() => read(path)) === 'read') expect(read(path).listProblems(), path).not.toEqual([])
        else
          expect(
            codeOf(() => read(path)),
            path,
          ).toBe('SBOM_INVALID')
      }
    },
  )

  it.each([
    ['cyclonedxjson', 'read'],
    ['cyclonedxxml', 'SBOM_UNSUPPORTED'],
    ['spdxtagvalue', 'read'],
    ['syftjson', 'read'],
    ['spdxjson-bad', 'SBOM_INVALID'],
  ])('V-22 identifies every document of %s', (folder, outcome) => {
    for (const path of list(`identify/${folder}`))
      expect(
        codeOf(() => read(path)),
        path,
      ).toBe(outcome)
  })

  it('V-13 V-22 reads SPDX 2 and refuses SPDX 3', () => {
    for (const path of list('identify/spdxjson'))
      expect(
        codeOf(() => read(path)),
        path,
      ).toBe(path.endsWith('/3.0.json') ? 'SBOM_UNSUPPORTED' : 'read')
  })

  it.each([
    ['spdx-2.2-flink.json', { packageCount: 211, fileCount: 7647, tools: ['syft-0.57.0'] }],
    ['cyclonedx-keycloak.json', { packageCount: 903, name: 'keycloak-parent' }],
    ['cyclonedx-python-latest.json', { packageCount: 431, tools: ['syft 0.57.0'] }],
  ])('counts the packages of %s', (name, facts) => {
    const document = read(join(vectors, 'real', name))
    expect(document.facts).toMatchObject(facts)
    expect(document.packages.all()).toHaveLength(facts.packageCount)
  })
})
