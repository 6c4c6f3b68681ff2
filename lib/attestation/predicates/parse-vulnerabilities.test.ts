import { describe, expect, it } from 'vitest'
import { parseVulnerabilities } from './parse-vulnerabilities.ts'
import { cosignScan, grypeReport, inTotoScan, sarifReport, trivyReport } from './samples/vulnerabilities.ts'

const counted = (view: { counts: readonly { severity: string; count: number }[] }) =>
  Object.fromEntries(view.counts.filter(({ count }) => count > 0).map(({ severity, count }) => [severity, count]))

describe('a vulnerability scan', () => {
  it('names scanner, database, times and invocation of cosign’s predicate, with a grype report inside', () => {
    const view = parseVulnerabilities(cosignScan(grypeReport))
    expect(view).toMatchObject({
      report: 'grype',
      scanner: 'pkg:github/example/scanner@1.2.3',
      scannerVersion: '1.2.3',
      database: 'https://db.example',
      databaseVersion: '20261120',
      databaseBuiltAt: '2026-11-20T04:11:38Z',
      startedAt: '2026-11-20T09:09:00Z',
      finishedAt: '2026-11-20T09:10:00Z',
      invocation: 'https://ci.example/runs/9',
      target: 'registry.example/birds:v1',
      fixable: 1,
      ignored: 1,
    })
    expect(counted(view)).toEqual({ critical: 1, negligible: 1 })
    expect(view.findings.items[0]).toEqual({
      id: 'CVE-2024-3094',
      severity: 'critical',
      package: 'liblzma5',
      packageType: 'deb',
      installed: '5.6.1-1',
      fixed: '5.6.1+really5.4.5-1',
      link: 'https://security-tracker.debian.org/tracker/CVE-2024-3094',
      title: 'Malicious code was found in the upstream tarballs of xz.',
    })
  })

  it('reads a Trivy report', () => {
    const view = parseVulnerabilities(cosignScan(trivyReport))
    expect(view).toMatchObject({ report: 'trivy', target: 'registry.example/birds:v1', fixable: 1, ignored: null })
    expect(counted(view)).toEqual({ critical: 1, low: 1 })
    expect(view.findings.items[1]).toMatchObject({
      id: 'CVE-2011-3374',
      package: 'apt',
      packageType: 'debian',
      fixed: null,
    })
  })

  it('reads a SARIF report: the rule’s score goes before the level', () => {
    const view = parseVulnerabilities(cosignScan(sarifReport))
    expect(view.report).toBe('sarif')
    expect(counted(view)).toEqual({ critical: 1, low: 1 })
    expect(view.findings.items).toMatchObject([
      {
        id: 'CVE-2024-3094',
        package: 'liblzma5',
        installed: '5.6.1-1',
        fixed: '5.6.1+really5.4.5-1',
        link: 'https://avd.aquasec.com/nvd/cve-2024-3094',
      },
      { id: 'CVE-2011-3374', package: null, title: 'apt is affected.' },
    ])
  })

  it('reads in-toto’s list: a word goes before a score, a score before nothing', () => {
    const view = parseVulnerabilities(inTotoScan)
    expect(view).toMatchObject({ report: 'in-toto', databaseBuiltAt: '2026-11-20T04:00:00Z' })
    expect(counted(view)).toEqual({ critical: 1, low: 1 })
  })

  it('reads a list of a scanner that is not known, and says when there is none', () => {
    const own = parseVulnerabilities(cosignScan({ findings: [{ id: 'CVE-1', severity: 'CRITICAL' }] }))
    expect(own).toMatchObject({ report: 'list', findings: { total: 1 } })
    expect(counted(own)).toEqual({ critical: 1 })
    expect(parseVulnerabilities(cosignScan({ verdict: 'fine' }))).toMatchObject({
      report: null,
      findings: { total: 0 },
    })
    expect(parseVulnerabilities(cosignScan('fine')).findings.unreadable).toBe('text, where a list was expected')
  })

  it('V-19 takes strange severities and scores for unknown', () => {
    const strange = [7, null, {}, 'NaN', '11.0', '-1', 'CRITICAL!', ['critical']]
    const findings = strange.map((severity, index) => ({ id: `CVE-${index}`, severity }))
    expect(counted(parseVulnerabilities(cosignScan({ findings })))).toEqual({ unknown: 7, high: 1 })
  })

  it('counts all findings and keeps the worst', () => {
    const findings = [
      ...Array.from({ length: 5000 }, (_, index) => ({ id: `L-${index}`, severity: 'low' })),
      { id: 'worst', severity: 'critical' },
      'not an object',
    ]
    const { findings: kept, ...view } = parseVulnerabilities(cosignScan({ findings }))
    expect(counted(view)).toEqual({ critical: 1, low: 5000 })
    expect(kept.items).toHaveLength(2000)
    expect(kept.items[0]?.id).toBe('worst')
    expect(kept).toMatchObject({ total: 5002, unreadable: '1 of its entries' })
  })
})
