import type { Claim, Listed } from './claim.ts'
import type { ClaimedValue } from './claimed-value.ts'
import { type Severity, type SeverityCount, severities } from './severity.ts'

/** What a scanner found, as it says. */
export type VulnerabilityView = {
  readonly kind: 'vulnerabilities'
  /** Whose report stands inside, by its shape; null when it is none that is known. */
  readonly report: 'grype' | 'trivy' | 'sarif' | 'in-toto' | 'list' | null
  readonly scanner: Claim
  readonly scannerVersion: Claim
  readonly database: Claim
  readonly databaseVersion: Claim
  readonly databaseBuiltAt: Claim
  readonly startedAt: Claim
  readonly finishedAt: Claim
  readonly invocation: Claim
  /** What was scanned, as the report calls it. */
  readonly target: Claim
  readonly findings: Listed<Finding>
  /** Of all findings, those beyond `findings.items` included. */
  readonly counts: readonly SeverityCount[]
  /** How many name a version that mends them. */
  readonly fixable: number
  /** How many the scanner was told to leave out; null when the report does not say. */
  readonly ignored: number | null
}

export type Finding = {
  readonly id: string
  readonly severity: Severity
  readonly package: string | null
  readonly packageType: string | null
  readonly installed: string | null
  readonly fixed: string | null
  /** As stated by the report: only to be drawn as a link when it is a safe one. */
  readonly link: string | null
  readonly title: string | null
}

/** The part of a view that comes out of a scanner's own report. */
export type Report = Pick<VulnerabilityView, 'report' | 'target' | 'findings' | 'counts' | 'fixable' | 'ignored'> & {
  readonly scanner?: Claim
  readonly scannerVersion?: Claim
  readonly databaseVersion?: Claim
  readonly databaseBuiltAt?: Claim
  readonly createdAt?: Claim
}

/** Rows that are kept, the worst ones: what a person can still look through. */
export const maxFindings = 2000

const textLength = 300

/** Short text of a finding, null for everything else: one odd field does not lose the row. */
export function toShortText(place: ClaimedValue, maxLength = textLength): string | null {
  const text = place.text(maxLength)
  return typeof text === 'string' ? text : null
}

/** Collects findings: all are counted, the worst are kept. */
export class FindingList {
  readonly #kept: Readonly<Record<Severity, Finding[]>> = {
    critical: [],
    high: [],
    medium: [],
    low: [],
    negligible: [],
    unknown: [],
  }
  readonly #counts = new Map<Severity, number>()
  readonly #max: number
  #total = 0
  #unreadable = 0
  #fixable = 0

  constructor(max: number) {
    this.#max = max
  }

  add(finding: Finding | null): void {
    this.#total += 1
    if (finding === null) {
      this.#unreadable += 1
      return
    }
    const { severity } = finding
    this.#counts.set(severity, (this.#counts.get(severity) ?? 0) + 1)
    if (finding.fixed !== null) this.#fixable += 1
    const kept = this.#kept[severity]
    if (kept.length < this.#max) kept.push(finding)
  }

  toReport(): Pick<Report, 'findings' | 'counts' | 'fixable'> {
    const items = severities.flatMap((severity) => this.#kept[severity]).slice(0, this.#max)
    const unreadable = this.#unreadable === 0 ? null : `${this.#unreadable} of its entries`
    return {
      findings: { items, total: this.#total, unreadable },
      counts: severities.map((severity) => ({ severity, count: this.#counts.get(severity) ?? 0 })),
      fixable: this.#fixable,
    }
  }
}
