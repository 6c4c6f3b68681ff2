import type { ClaimedValue } from './claimed-value.ts'
import { toSeverity } from './severity.ts'
import { type Finding, FindingList, type Report, toShortText } from './vulnerabilities.ts'

/** Grype's JSON report (anchore/grype, schema in its repository): `matches`, each of a vulnerability and an artifact. */
export function readGrypeReport(report: ClaimedValue, max: number): Report {
  const list = new FindingList(max)
  for (const match of report.at('matches').elements()) list.add(readMatch(match))
  const descriptor = report.at('descriptor')
  // Up to 0.87 `db` holds these itself, from then on in `status`.
  const database = descriptor.at('db', 'status').isStated ? descriptor.at('db', 'status') : descriptor.at('db')
  const target = report.at('source', 'target')
  const ignored = report.at('ignoredMatches').count()
  return {
    report: 'grype',
    ...list.toReport(),
    ignored: typeof ignored === 'number' ? ignored : null,
    target: typeof target.raw === 'string' ? target.text() : target.firstOf('userInput', 'imageID').text(),
    scanner: descriptor.at('name').text(),
    scannerVersion: descriptor.at('version').text(),
    databaseVersion: database.at('schemaVersion').text(),
    databaseBuiltAt: database.at('built').text(),
    createdAt: descriptor.at('timestamp').text(),
  }
}

function readMatch(match: ClaimedValue): Finding | null {
  const vulnerability = match.at('vulnerability')
  const artifact = match.at('artifact')
  const id = toShortText(vulnerability.at('id'))
  if (id === null) return null
  const fixed = vulnerability.at('fix', 'versions').texts(5).items
  return {
    id,
    severity: toSeverity(vulnerability.at('severity').text(50)),
    package: toShortText(artifact.at('name')),
    packageType: toShortText(artifact.at('type')),
    installed: toShortText(artifact.at('version')),
    fixed: fixed.length === 0 ? null : fixed.join(', ').slice(0, 300),
    link: toShortText(vulnerability.at('dataSource'), 1000),
    title: toShortText(vulnerability.at('description'), 500),
  }
}
