import { describe, expect, it } from 'vitest'
import { parseVulnerabilities } from './parse-vulnerabilities.ts'
import { bareFinding } from './samples/bare-finding.ts'
import { listed } from './samples/listed.ts'
import { cosignScan } from './samples/vulnerabilities.ts'
import { severities } from './severity.ts'

const readReport = (result: unknown) => parseVulnerabilities({ scanner: { result } })
const findingsOf = (result: unknown) => readReport(result).findings
const countsOf = (counted: Readonly<Record<string, number>>) =>
  severities.map((severity) => ({ severity, count: counted[severity] ?? 0 }))

const nothing = {
  kind: 'vulnerabilities',
  report: null,
  scanner: null,
  scannerVersion: null,
  database: null,
  databaseVersion: null,
  databaseBuiltAt: null,
  startedAt: null,
  finishedAt: null,
  invocation: null,
  target: null,
  findings: listed(),
  counts: countsOf({}),
  fixable: 0,
  ignored: null,
}

describe('the whole of a scan', () => {
  it('that states nothing', () => {
    for (const predicate of [{}, null, undefined, { scanner: {} }]) {
      expect(parseVulnerabilities(predicate)).toEqual(nothing)
    }
  })

  it('with a list of a scanner’s own', () => {
    const one = { id: 'CVE-1', severity: 'High', package: 'a', type: 'deb', installed: '1', fixed: '2' }
    const result = { findings: [{ ...one, url: 'u', title: 't' }, 'CVE-2', { id: 'CVE-3' }, { severity: 'low' }] }
    const predicate = cosignScan(result)
    const db = { ...predicate.scanner.db, lastUpdate: 'built' }
    expect(parseVulnerabilities({ ...predicate, scanner: { ...predicate.scanner, db } })).toEqual({
      kind: 'vulnerabilities',
      report: 'list',
      scanner: 'pkg:github/example/scanner@1.2.3',
      scannerVersion: '1.2.3',
      database: 'https://db.example',
      databaseVersion: '20261120',
      databaseBuiltAt: 'built',
      startedAt: '2026-11-20T09:09:00Z',
      finishedAt: '2026-11-20T09:10:00Z',
      invocation: 'https://ci.example/runs/9',
      target: null,
      findings: {
        items: [
          {
            id: 'CVE-1',
            severity: 'high',
            package: 'a',
            packageType: 'deb',
            installed: '1',
            fixed: '2',
            link: 'u',
            title: 't',
          },
          { ...bareFinding, id: 'CVE-3' },
        ],
        total: 4,
        unreadable: '2 of its entries',
      },
      counts: countsOf({ high: 1, unknown: 1 }),
      fixable: 1,
      ignored: null,
    })
  })

  it.each([
    [{ event_id: '9' }, '9'],
    [{ 'builder.id': 'ci' }, 'ci'],
    ['run', { unreadable: 'inside text, where an object was expected' }],
  ])('has the invocation that %j names', (invocation, expected) => {
    expect(parseVulnerabilities({ invocation }).invocation).toEqual(expected)
  })
})

describe('an entry of a list that no format is known for', () => {
  it.each([
    ['id', ['id', 'vulnerability', 'vulnerabilityId', 'cve', 'name']],
    ['package', ['package', 'packageName', 'component']],
    ['packageType', ['type', 'packageType']],
    ['installed', ['installed', 'installedVersion', 'version']],
    ['fixed', ['fixed', 'fixedVersion', 'fixedIn']],
    ['link', ['url', 'link', 'uri']],
    ['title', ['title', 'summary', 'description']],
  ])('has its %s by any of the names %j, the first of them first', (member, names) => {
    const rest = member === 'id' ? {} : { id: 'CVE-1' }
    for (const [at, name] of names.entries()) {
      const later = Object.fromEntries(names.slice(at).map((one) => [one, `by ${one}`]))
      expect(findingsOf([{ ...rest, ...later }]).items[0]).toEqual({ ...bareFinding, ...rest, [member]: `by ${name}` })
    }
  })

  it.each(['findings', 'vulnerabilities', 'results', 'issues'])('stands in %s', (name) => {
    expect(readReport({ [name]: [{ id: 'CVE-1' }] })).toMatchObject({
      report: 'list',
      findings: { total: 1, items: [{ id: 'CVE-1' }] },
    })
  })

  it.each([
    ['7.5', 'high'],
    [9.8, 'critical'],
    ['low', 'low'],
    [[{ score: '3.9' }], 'low'],
    [[{ score: '9.0' }, { score: 'medium' }], 'medium'],
    [[{ score: {} }, { method: 'x' }, { score: '5' }, { score: '9.9' }], 'medium'],
    [[{ score: 'bad' }], 'unknown'],
    [[], 'unknown'],
    [[...Array.from({ length: 20 }, () => ({})), { score: 'low' }], 'unknown'],
    [[...Array.from({ length: 19 }, () => ({})), { score: 'low' }], 'low'],
  ])('V-19 has by %j the severity %s', (severity, expected) => {
    expect(findingsOf([{ id: 'CVE-1', severity }]).items[0]?.severity).toBe(expected)
  })

  it('counts as fixable what names a version that mends it', () => {
    const fixed = { id: 'CVE-1', fixed: '2' }
    expect(readReport([fixed, fixed, { id: 'CVE-2' }]).fixable).toBe(2)
  })

  it('has no more text than a row can show', () => {
    const long = 'x'.repeat(2000)
    const [finding] = findingsOf([{ id: long, package: long, url: long, title: long }]).items
    const lengthOf = (text: string | null | undefined) => text?.length
    expect([finding?.id, finding?.package, finding?.link, finding?.title].map(lengthOf)).toEqual([301, 301, 1001, 501])
  })
})

describe('a report is told by its shape', () => {
  it.each([
    [{ matches: [] }, 'grype'],
    [{ Results: [] }, 'trivy'],
    [{ SchemaVersion: 2, ArtifactName: 'a' }, 'trivy'],
    [{ SchemaVersion: 2 }, null],
    [{ ArtifactName: 'a' }, null],
    [{ SchemaVersion: 2, runs: [] }, 'sarif'],
    [{ runs: [] }, 'sarif'],
    [[], 'in-toto'],
    [{ matches: {} }, null],
    ['report', null],
    [null, null],
  ])('of %j: %j', (result, report) => {
    expect(readReport(result)).toMatchObject({ report, findings: { items: [], total: 0 } })
  })

  it.each([
    [{}, 'an object, where a list was expected'],
    [7, 'a number, where a list was expected'],
    [undefined, null],
  ])('and one that is not known, %j, is not an empty one', (result, unreadable) => {
    expect(findingsOf(result).unreadable).toBe(unreadable)
  })
})

describe('a report of grype', () => {
  const readMatches = (...matches: readonly unknown[]) => findingsOf({ matches })

  it.each([
    [{ target: { userInput: 'a', imageID: 'b' } }, 'a'],
    [{ target: { imageID: 'b' } }, 'b'],
    [{ target: '/folder' }, '/folder'],
    [{}, null],
  ])('has the target that %j names', (source, target) => {
    expect(readReport({ matches: [], source }).target).toBe(target)
  })

  it('up to 0.87 has its database beside its name', () => {
    const descriptor = { name: 'grype', db: { schemaVersion: 5, built: 'b' } }
    expect(readReport({ matches: [], descriptor })).toEqual({
      ...nothing,
      report: 'grype',
      scanner: 'grype',
      databaseVersion: '5',
      databaseBuiltAt: 'b',
    })
  })

  it.each([
    [[1, 2, 3], 3],
    [undefined, null],
    ['many', null],
  ])('was told to leave out %j: %j', (ignoredMatches, ignored) => {
    expect(readReport({ matches: [], ignoredMatches }).ignored).toBe(ignored)
  })

  it('joins versions that mend, and counts matches that name nothing', () => {
    const match = (versions: unknown) => ({ vulnerability: { id: 'CVE-1', fix: { versions } } })
    const long = 'x'.repeat(400)
    expect(readMatches(match(['1', '2']), match([long]), match('1'), {}, null)).toEqual({
      items: [
        { ...bareFinding, id: 'CVE-1', fixed: '1, 2' },
        { ...bareFinding, id: 'CVE-1', fixed: 'x'.repeat(300) },
        { ...bareFinding, id: 'CVE-1' },
      ],
      total: 5,
      unreadable: '2 of its entries',
    })
  })
})

it('a report of Trivy counts entries that name nothing', () => {
  const Results = [{ Type: ['deb'], Vulnerabilities: [{ VulnerabilityID: 'CVE-1' }, {}, null] }, {}, null]
  expect(findingsOf({ Results })).toEqual({
    items: [{ ...bareFinding, id: 'CVE-1' }],
    total: 3,
    unreadable: '2 of its entries',
  })
})
