import type { PredicateSummary } from './summarise-predicate.ts'

type Facts = PredicateSummary

/** The gist of a predicate in a line, out of its named facts. Claimed, hence hostile text: for text nodes only. */
export function formatGist(facts: Facts): string {
  return gistOf(facts) ?? 'It states nothing by the usual names'
}

function gistOf(facts: Facts): string | null {
  const kind = textIn(facts, 'kind') ?? ''
  if (kind.startsWith('SLSA provenance')) return gistOfProvenance(facts)
  switch (kind) {
    case 'SPDX SBOM':
      return count(facts, 'packages', 'package')
    case 'CycloneDX SBOM':
      return count(facts, 'components', 'component')
    case 'SPDX SBOM, tag-value':
      return 'A list of packages, as tag-value text'
    case 'Vulnerability scan':
      return listed(count(facts, 'findings', 'finding'), textsIn(facts, 'severities'))
    case 'OpenVEX':
    case 'CycloneDX VEX':
      return listed(count(facts, 'statements', 'statement'), textsIn(facts, 'statuses'))
    case 'Verification summary':
      return listed(textIn(facts, 'result') ?? 'No result', textsIn(facts, 'levels'))
    case 'Test result':
      return gistOfTests(facts)
    case 'Release':
      return textIn(facts, 'package') ?? textIn(facts, 'tag')
    case 'in-toto link':
      return textsIn(facts, 'command').join(' ') || textIn(facts, 'name')
    case 'Attribute report':
      return count(facts, 'attributes', 'attribute')
    case 'Custom':
      return textIn(facts, 'data')
    default:
      return count(facts, 'characters', 'character')
  }
}

function gistOfProvenance(facts: Facts): string | null {
  const source = textIn(facts, 'source')
  const commit = textIn(facts, 'commit')
  if (source === null) {
    const builder = textIn(facts, 'builder')
    return builder === null ? null : `Built by ${builder}`
  }
  return `Built from ${source}${commit === null ? '' : `, commit ${commit.slice(0, 12)}`}`
}

function gistOfTests(facts: Facts): string {
  const counts = ['passed', 'warned', 'failed'].map((name) => `${numberIn(facts, name) ?? 0} ${name}`)
  return listed(textIn(facts, 'result') ?? 'No result', counts)
}

const listed = (head: string, parts: readonly string[]): string =>
  parts.length === 0 ? head : `${head}: ${parts.slice(0, 12).join(', ')}`

const grouped = new Intl.NumberFormat('en')

function count(facts: Facts, name: string, noun: string): string {
  const value = numberIn(facts, name)
  if (value !== null) return `${grouped.format(value)} ${noun}${value === 1 ? '' : 's'}`
  return `${noun.replace(/^./, (first) => first.toUpperCase())}s that cannot be read`
}

function numberIn(facts: Facts, name: string): number | null {
  const value = facts[name]
  return typeof value === 'number' ? value : null
}

function textIn(facts: Facts, name: string): string | null {
  const value = facts[name]
  return typeof value === 'string' && value !== '' ? value : null
}

function textsIn(facts: Facts, name: string): readonly string[] {
  const value = facts[name]
  return typeof value === 'object' && value !== null ? value : []
}
