import { isJsonObject } from '#lib/evidence/json-object.ts'
import type { Claim } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'
import { readGrypeReport } from './read-grype-report.ts'
import { readSarifReport } from './read-sarif-report.ts'
import { readTrivyReport } from './read-trivy-report.ts'
import { type Severity, severityOfScore, toSeverity } from './severity.ts'
import {
  type Finding,
  FindingList,
  maxFindings,
  type Report,
  toShortText,
  type VulnerabilityView,
} from './vulnerabilities.ts'

/**
 * A vulnerability scan: cosign's predicate (COSIGN_VULN_ATTESTATION_SPEC.md), whose `scanner.result` is a report of the
 * scanner's own, and in-toto's (vulns_02.md), whose result is a list. Never throws.
 */
export function parseVulnerabilities(predicate: unknown, max = maxFindings): VulnerabilityView {
  const root = new ClaimedValue(predicate)
  const scanner = root.at('scanner')
  const metadata = root.at('metadata')
  const report = readReport(scanner.at('result'), max)
  return {
    kind: 'vulnerabilities',
    report: report.report,
    scanner: prefer(scanner.at('uri').text(), report.scanner),
    scannerVersion: prefer(scanner.at('version').text(), report.scannerVersion),
    database: scanner.at('db', 'uri').text(),
    databaseVersion: prefer(scanner.at('db', 'version').text(), report.databaseVersion),
    databaseBuiltAt: prefer(scanner.firstOf('db').firstOf('lastUpdate').text(), report.databaseBuiltAt),
    startedAt: metadata.at('scanStartedOn').text(),
    finishedAt: prefer(metadata.at('scanFinishedOn').text(), report.createdAt),
    invocation: root.at('invocation').firstOf('uri', 'event_id', 'builder.id').text(),
    target: report.target,
    findings: report.findings,
    counts: report.counts,
    fixable: report.fixable,
    ignored: report.ignored,
  }
}

const prefer = (stated: Claim, other: Claim | undefined): Claim => (stated === null ? (other ?? null) : stated)

function identifyReport(place: ClaimedValue, max: number): Report | null {
  const { raw } = place
  if (!isJsonObject(raw)) return null
  if (Array.isArray(raw.matches)) return readGrypeReport(place, max)
  if (Array.isArray(raw.Results) || (raw.SchemaVersion !== undefined && raw.ArtifactName !== undefined)) {
    return readTrivyReport(place, max)
  }
  return Array.isArray(raw.runs) ? readSarifReport(place, max) : null
}

const listNames = ['findings', 'vulnerabilities', 'results', 'issues']

function readReport(result: ClaimedValue, max: number): Report {
  const known = identifyReport(result, max)
  if (known !== null) return known
  if (Array.isArray(result.raw)) return readPlainList(result, 'in-toto', max)
  const list = listNames.map((name) => result.at(name)).find(({ raw }) => Array.isArray(raw))
  if (list !== undefined) return readPlainList(list, 'list', max)
  const { unreadable } = result.list(0, () => null)
  return {
    report: null,
    ...new FindingList(0).toReport(),
    findings: { items: [], total: 0, unreadable },
    target: null,
    ignored: null,
  }
}

/** Entries of no known format: what is called as such things usually are. */
function readPlainList(list: ClaimedValue, report: 'in-toto' | 'list', max: number): Report {
  const findings = new FindingList(max)
  for (const entry of list.elements()) findings.add(readEntry(entry))
  return { report, ...findings.toReport(), target: null, ignored: null }
}

function readEntry(entry: ClaimedValue): Finding | null {
  const id = toShortText(entry.firstOf('id', 'vulnerability', 'vulnerabilityId', 'cve', 'name'))
  if (id === null) return null
  return {
    id,
    severity: readSeverity(entry.at('severity')),
    package: toShortText(entry.firstOf('package', 'packageName', 'component')),
    packageType: toShortText(entry.firstOf('type', 'packageType')),
    installed: toShortText(entry.firstOf('installed', 'installedVersion', 'version')),
    fixed: toShortText(entry.firstOf('fixed', 'fixedVersion', 'fixedIn')),
    link: toShortText(entry.firstOf('url', 'link', 'uri'), 1000),
    title: toShortText(entry.firstOf('title', 'summary', 'description'), 500),
  }
}

/** in-toto lists severities by method, each a word or a score (vulns_02.md): a word goes before a score. */
function readSeverity(place: ClaimedValue): Severity {
  const scores = [...place.elements()].slice(0, 20).map((one) => one.at('score'))
  if (scores.length === 0) return severityOfScore(place) ?? toSeverity(place.text(50))
  const words = scores.map((score) => toSeverity(score.text(50)))
  const named = words.find((word) => word !== 'unknown')
  return named ?? scores.map(severityOfScore).find((severity) => severity !== null) ?? 'unknown'
}
