import { formatGist } from './format-gist.ts'
import { type Claim, type Listed, statedOf } from './predicates/claim.ts'
import { findPredicateReader } from './predicates/predicate-readers.ts'
import type { PredicateView } from './predicates/predicate-view.ts'
import type { Statement } from './statement.ts'

/** Named facts of a predicate for a first look, and their `gist` in a line. All of them are claims of whoever wrote it. */
export type PredicateSummary = Readonly<Record<string, string | number | boolean | readonly string[] | null>>

const maxTextLength = 500
const maxTexts = 50

const toText = (claim: Claim): string | null => statedOf(claim)?.slice(0, maxTextLength) ?? null
const toNumber = (claim: Claim<number>): number => statedOf(claim) ?? 0
/** Null for a list that cannot be read, which is not an empty one. */
const toTotal = ({ total, unreadable }: Listed<unknown>): number | null =>
  total === 0 && unreadable !== null ? null : total
const toTexts = ({ items }: Listed<string>): readonly string[] =>
  items.slice(0, maxTexts).map((text) => text.slice(0, maxTextLength))

/** What a predicate is about in a few named facts; null for a type that has no view of its own. Never throws. */
export function summarisePredicate({ predicateType, predicate }: Statement): PredicateSummary | null {
  const read = findPredicateReader(predicateType)
  if (read === null) return null
  const isText = typeof predicate === 'string' && !predicateType.startsWith('https://spdx.dev/')
  const facts = isText ? { kind: 'Text', characters: predicate.length } : toSummary(read(predicate, 0))
  return { ...facts, gist: formatGist(facts) }
}

function toSummary(view: PredicateView): PredicateSummary {
  switch (view.kind) {
    case 'sbom':
      return summariseSbom(view)
    case 'provenance':
      return summariseProvenance(view)
    case 'vulnerabilities':
      return summariseVulnerabilities(view)
    case 'vex':
      return summariseVex(view)
    case 'verification-summary':
      return {
        kind: 'Verification summary',
        result: toText(view.result),
        verifier: toText(view.verifier),
        resource: toText(view.resource),
        levels: toTexts(view.levels),
        createdAt: toText(view.verifiedAt),
      }
    case 'link':
      return {
        kind: 'in-toto link',
        name: toText(view.name),
        command: toTexts(view.command),
        materials: view.materials.total,
        products: view.products.total,
      }
    case 'test-result':
      return {
        kind: 'Test result',
        result: toText(view.result),
        passed: view.passed.total,
        warned: view.warned.total,
        failed: view.failed.total,
      }
    case 'release':
      return { kind: 'Release', package: toText(view.purl), tag: toText(view.tag), repository: toText(view.repository) }
    case 'attribute-report':
      return { kind: 'Attribute report', attributes: toTotal(view.attributes) }
    case 'custom':
      return { kind: 'Custom', data: toText(view.text), createdAt: toText(view.createdAt) }
    case 'unknown':
      return { kind: 'Unknown' }
  }
}

type ViewOf<Kind extends PredicateView['kind']> = Extract<PredicateView, { readonly kind: Kind }>

function summariseSbom(view: ViewOf<'sbom'>): PredicateSummary {
  if (view.form === 'tag-value') return { kind: 'SPDX SBOM, tag-value', characters: view.characters }
  if (view.standard === 'SPDX') {
    return {
      kind: 'SPDX SBOM',
      version: toText(view.specVersion),
      name: toText(view.name),
      createdAt: toText(view.createdAt),
      tools: toTexts(view.tools),
      packages: toNumber(view.packages),
    }
  }
  return {
    kind: 'CycloneDX SBOM',
    version: toText(view.specVersion),
    serialNumber: toText(view.identifier),
    createdAt: toText(view.createdAt),
    tools: toTexts(view.tools),
    components: toNumber(view.packages),
  }
}

function summariseProvenance(view: ViewOf<'provenance'>): PredicateSummary {
  const [source] = view.sources
  return {
    kind: `SLSA provenance v${view.version}`,
    builder: toText(view.builder),
    buildType: toText(view.buildType),
    source: source?.repository.slice(0, maxTextLength) ?? null,
    commit: source?.commit?.slice(0, maxTextLength) ?? null,
    entryPoint: toText(view.entryPoint),
    invocation: toText(view.invocation),
    startedOn: toText(view.startedAt),
    finishedOn: toText(view.finishedAt),
    [view.version === '1' ? 'dependencies' : 'materials']: view.dependencies.total,
  }
}

function summariseVulnerabilities(view: ViewOf<'vulnerabilities'>): PredicateSummary {
  const counts = view.counts.filter(({ count }) => count > 0).map(({ severity, count }) => `${count} ${severity}`)
  return {
    kind: 'Vulnerability scan',
    scanner: toText(view.scanner),
    scannerVersion: toText(view.scannerVersion),
    databaseVersion: toText(view.databaseVersion),
    finishedOn: toText(view.finishedAt),
    invocation: toText(view.invocation),
    findings: view.report === null ? null : toTotal(view.findings),
    severities: counts,
  }
}

function summariseVex(view: ViewOf<'vex'>): PredicateSummary {
  return {
    kind: view.format === 'OpenVEX' ? 'OpenVEX' : 'CycloneDX VEX',
    author: toText(view.author),
    createdAt: toText(view.createdAt),
    statements: toTotal(view.statements),
    statuses: view.counts.map(({ status, count }) => `${count} ${status?.replaceAll('_', ' ') ?? 'without a status'}`),
  }
}
