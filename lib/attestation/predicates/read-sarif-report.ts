import type { ClaimedValue } from './claimed-value.ts'
import { type Severity, severityOfScore, toSeverity } from './severity.ts'
import { type Finding, FindingList, type Report, toShortText } from './vulnerabilities.ts'

type Rule = {
  readonly severity: Severity | null
  readonly title: string | null
  readonly link: string | null
}

const maxRuns = 20
const maxRules = 50_000

/**
 * SARIF 2.1.0 (OASIS). It names rules and places, not packages: scanners put those into messages and into the names of
 * places. The severity is that of the rule (`security-severity`) where stated, else the level.
 */
export function readSarifReport(report: ClaimedValue, max: number): Report {
  const list = new FindingList(max)
  const runs = [...report.at('runs').elements()].slice(0, maxRuns)
  for (const run of runs) {
    const rules = readRules(run)
    for (const result of run.at('results').elements()) list.add(readResult(result, rules))
  }
  const first = runs[0]
  const driver = first?.at('tool', 'driver')
  const [invocation] = first?.at('invocations').elements() ?? []
  return {
    report: 'sarif',
    ...list.toReport(),
    ignored: null,
    target: first?.at('properties', 'imageName').text() ?? null,
    scanner: driver?.firstOf('name', 'fullName').text() ?? null,
    scannerVersion: driver?.firstOf('semanticVersion', 'version').text() ?? null,
    createdAt: invocation?.at('endTimeUtc').text() ?? null,
  }
}

function readRules(run: ClaimedValue): ReadonlyMap<string, Rule> {
  const rules = new Map<string, Rule>()
  for (const rule of run.at('tool', 'driver', 'rules').elements()) {
    const id = toShortText(rule.at('id'))
    if (id === null || rules.size >= maxRules) continue
    const properties = rule.at('properties')
    rules.set(id, {
      severity: severityOfScore(properties.at('security-severity')),
      title: toShortText(rule.at('shortDescription', 'text'), 500),
      link: toShortText(rule.at('helpUri'), 1000),
    })
  }
  return rules
}

function readResult(result: ClaimedValue, rules: ReadonlyMap<string, Rule>): Finding | null {
  const id = toShortText(result.firstOf('ruleId', 'rule'))
  if (id === null) return null
  const rule = rules.get(id)
  const [location] = result.at('locations').elements()
  const [logical] = location?.at('logicalLocations').elements() ?? []
  const message = toShortText(result.at('message', 'text'), 1000)
  return {
    id,
    severity: rule?.severity ?? toSeverity(result.at('level').text(50)),
    package:
      readNamed(message, 'Package') ?? (logical === undefined ? null : toShortText(logical.at('fullyQualifiedName'))),
    packageType: null,
    installed: readNamed(message, 'Installed Version'),
    fixed: readNamed(message, 'Fixed Version'),
    link: rule?.link ?? null,
    title: rule?.title ?? message?.slice(0, 500) ?? null,
  }
}

/** Trivy writes `Package: xz` line by line into the message. */
function readNamed(message: string | null, name: string): string | null {
  const line = message?.split('\n', 20).find((one) => one.startsWith(`${name}: `))
  const value = line?.slice(name.length + 2).trim()
  return value === undefined || value === '' ? null : value.slice(0, 300)
}
