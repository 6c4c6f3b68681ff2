import { describe, expect, it } from 'vitest'
import { ClaimedValue } from './claimed-value.ts'
import { readSarifReport } from './read-sarif-report.ts'
import { bareFinding } from './samples/bare-finding.ts'
import { listed } from './samples/listed.ts'
import { severities } from './severity.ts'

const read = (...runs: readonly unknown[]) => readSarifReport(new ClaimedValue({ runs }), 10)
const findingOf = (result: object, ...rules: readonly unknown[]) =>
  read({ tool: { driver: { rules } }, results: [result] }).findings.items[0]
const bare = { id: 'R', ...bareFinding }

describe('a SARIF report', () => {
  it.each([[], [{}], [null], ['run']])('is empty with the run %j', (...runs) => {
    expect(read(...runs)).toMatchObject({ report: 'sarif', ignored: null, findings: listed() })
  })

  it('without a run names nothing', () => {
    expect(read()).toEqual({
      report: 'sarif',
      ignored: null,
      target: null,
      scanner: null,
      scannerVersion: null,
      createdAt: null,
      findings: listed(),
      counts: severities.map((severity) => ({ severity, count: 0 })),
      fixable: 0,
    })
  })

  it('names what its first run does, and lists the results of all', () => {
    const driver = { name: 'Trivy', fullName: 'Trivy scanner', semanticVersion: '1.2.3', version: '1' }
    const run = { tool: { driver }, properties: { imageName: 'birds' }, invocations: [{ endTimeUtc: 'end' }] }
    const second = { results: [{ ruleId: 'R' }], properties: { imageName: 'other' } }
    expect(read(run, second)).toMatchObject({
      target: 'birds',
      scanner: 'Trivy',
      scannerVersion: '1.2.3',
      createdAt: 'end',
      findings: { total: 1 },
    })
    expect(read({ tool: { driver: { fullName: 'Trivy scanner', version: '1' } } })).toMatchObject({
      scanner: 'Trivy scanner',
      scannerVersion: '1',
    })
  })

  it('L-08 is read to its twentieth run', () => {
    const runs = Array.from({ length: 25 }, () => ({ results: [{ ruleId: 'R' }] }))
    expect(read(...runs).findings.total).toBe(20)
  })
})

describe('a result of a SARIF report', () => {
  it.each([
    [{ ruleId: 'R' }, {}],
    [{ rule: 'R' }, {}],
    [{ ruleId: 'R', level: 'error' }, { severity: 'high' }],
    [{ ruleId: 'R', message: { text: 'apt is affected.' } }, { title: 'apt is affected.' }],
    [{ ruleId: 'R', message: { text: 'x'.repeat(900) } }, { title: 'x'.repeat(500) }],
    [
      { ruleId: 'R', message: { text: 'Package:  a \nInstalled Version: 1\nFixed Version: ' } },
      { package: 'a', installed: '1', title: 'Package:  a \nInstalled Version: 1\nFixed Version: ' },
    ],
    [{ ruleId: 'R', message: { text: 'The Package: a' } }, { title: 'The Package: a' }],
    [{ ruleId: 'R', locations: [{ logicalLocations: [{ fullyQualifiedName: 'a' }] }] }, { package: 'a' }],
    [{ ruleId: 'R', locations: [{ logicalLocations: [] }] }, {}],
    [{ ruleId: 'R', locations: ['a'] }, {}],
  ])('%j is read for what it says', (result, expected) => {
    expect(findingOf(result)).toEqual({ ...bare, ...expected })
  })

  it.each([{}, { ruleId: '' }, { ruleId: ['R'] }, null])('%j names nothing and is counted', (result) => {
    expect(read({ results: [result] }).findings).toEqual({ items: [], total: 1, unreadable: '1 of its entries' })
  })

  it('reads a line of 300 characters, and the first twenty of them', () => {
    const lines = (count: number) => `${'\n'.repeat(count)}Package: a`
    expect(findingOf({ ruleId: 'R', message: { text: `Package: ${'x'.repeat(400)}` } })?.package).toBe('x'.repeat(300))
    expect(findingOf({ ruleId: 'R', message: { text: lines(19) } })?.package).toBe('a')
    expect(findingOf({ ruleId: 'R', message: { text: lines(20) } })?.package).toBeNull()
  })

  it('is told by its rule, whose score goes before the level', () => {
    const rule = {
      id: 'R',
      shortDescription: { text: 'title' },
      helpUri: 'link',
      properties: { 'security-severity': '9.1' },
    }
    const result = { ruleId: 'R', level: 'note', message: { text: 'message' } }
    expect(findingOf(result, { id: null }, null, rule)).toEqual({
      ...bare,
      severity: 'critical',
      link: 'link',
      title: 'title',
    })
    expect(findingOf(result, { ...rule, id: 'S' })).toEqual({ ...bare, severity: 'low', title: 'message' })
    expect(findingOf(result, { id: 'R' })).toEqual({ ...bare, severity: 'low', title: 'message' })
  })
})
