import type { ClaimedValue } from './claimed-value.ts'
import { toSeverity } from './severity.ts'
import { type Finding, FindingList, type Report, toShortText } from './vulnerabilities.ts'

/** Trivy's JSON report (aquasecurity/trivy, schema version 2): `Results`, each of a target with its `Vulnerabilities`. */
export function readTrivyReport(report: ClaimedValue, max: number): Report {
  const list = new FindingList(max)
  for (const result of report.at('Results').elements()) {
    const type = toShortText(result.at('Type'))
    for (const vulnerability of result.at('Vulnerabilities').elements())
      list.add(readVulnerability(vulnerability, type))
  }
  return {
    report: 'trivy',
    ...list.toReport(),
    ignored: null,
    target: report.at('ArtifactName').text(),
    scanner: 'trivy',
    scannerVersion: report.at('Trivy', 'Version').text(),
    createdAt: report.at('CreatedAt').text(),
  }
}

function readVulnerability(vulnerability: ClaimedValue, type: string | null): Finding | null {
  const id = toShortText(vulnerability.at('VulnerabilityID'))
  if (id === null) return null
  return {
    id,
    severity: toSeverity(vulnerability.at('Severity').text(50)),
    package: toShortText(vulnerability.at('PkgName')),
    packageType: type,
    installed: toShortText(vulnerability.at('InstalledVersion')),
    fixed: toShortText(vulnerability.at('FixedVersion')),
    link: toShortText(vulnerability.at('PrimaryURL'), 1000),
    title: toShortText(vulnerability.at('Title'), 500),
  }
}
