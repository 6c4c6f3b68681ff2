import type { AttestationDto } from '#lib/api/contract/verdict.ts'
import { countOf } from '#lib/format/size.ts'

type Summary = NonNullable<AttestationDto['summary']>

/** The gist of an attestation in a line, out of its summary. Claimed, hence hostile text: for text nodes only. */
export function formatGist({ summary, predicateType }: Pick<AttestationDto, 'summary' | 'predicateType'>): string {
  if (predicateType === null) return 'The statement cannot be read'
  if (summary === null) return 'A type that this version has no view of its own for'
  return gistOf(summary) ?? 'It states nothing by the usual names'
}

function gistOf(summary: Summary): string | null {
  const kind = textIn(summary, 'kind') ?? ''
  if (kind.startsWith('SLSA provenance')) return gistOfProvenance(summary)
  switch (kind) {
    case 'SPDX SBOM':
      return count(summary, 'packages', 'package')
    case 'CycloneDX SBOM':
      return count(summary, 'components', 'component')
    case 'SPDX SBOM, tag-value':
      return 'A list of packages, as tag-value text'
    case 'Vulnerability scan':
      return listed(count(summary, 'findings', 'finding'), textsIn(summary, 'severities'))
    case 'OpenVEX':
    case 'CycloneDX VEX':
      return listed(count(summary, 'statements', 'statement'), textsIn(summary, 'statuses'))
    case 'Verification summary':
      return listed(textIn(summary, 'result') ?? 'No result', textsIn(summary, 'levels'))
    case 'Test result':
      return gistOfTests(summary)
    case 'Release':
      return textIn(summary, 'package') ?? textIn(summary, 'tag')
    case 'in-toto link':
      return textsIn(summary, 'command').join(' ') || textIn(summary, 'name')
    case 'Attribute report':
      return count(summary, 'attributes', 'attribute')
    case 'Custom':
      return textIn(summary, 'data')
    default:
      return count(summary, 'characters', 'character')
  }
}

function gistOfProvenance(summary: Summary): string | null {
  const source = textIn(summary, 'source')
  const commit = textIn(summary, 'commit')
  if (source === null) {
    const builder = textIn(summary, 'builder')
    return builder === null ? null : `Built by ${builder}`
  }
  return `Built from ${source}${commit === null ? '' : `, commit ${commit.slice(0, 12)}`}`
}

function gistOfTests(summary: Summary): string {
  const counts = ['passed', 'warned', 'failed'].map((name) => `${numberIn(summary, name)} ${name}`)
  return listed(textIn(summary, 'result') ?? 'No result', counts)
}

const listed = (head: string, parts: readonly string[]): string =>
  parts.length === 0 ? head : `${head}: ${parts.join(', ')}`

function count(summary: Summary, name: string, noun: string): string {
  const value = valueIn(summary, name)
  return typeof value === 'number'
    ? countOf(value, noun)
    : `${noun.replace(/^./, (first) => first.toUpperCase())}s that cannot be read`
}

const valueIn = (summary: Summary, name: string): unknown => (Object.hasOwn(summary, name) ? summary[name] : null)

function numberIn(summary: Summary, name: string): number {
  const value = valueIn(summary, name)
  return typeof value === 'number' ? value : 0
}

function textIn(summary: Summary, name: string): string | null {
  const value = valueIn(summary, name)
  return typeof value === 'string' && value !== '' ? value : null
}

function textsIn(summary: Summary, name: string): readonly string[] {
  const value = valueIn(summary, name)
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string').slice(0, 12) : []
}
