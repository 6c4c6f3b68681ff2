import type { Claim, Listed } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'
import { parseCyclonedxVex } from './cyclonedx-vex.ts'
import type { VexView } from './vex.ts'

/** What an SBOM says about itself; its packages are the SBOM view's. */
export type SbomView = {
  readonly kind: 'sbom'
  readonly standard: 'SPDX' | 'CycloneDX'
  readonly form: 'json' | 'tag-value'
  readonly specVersion: Claim
  readonly name: Claim
  /** SPDX: documentNamespace. CycloneDX: serialNumber. */
  readonly identifier: Claim
  readonly createdAt: Claim
  readonly tools: Listed<string>
  readonly packages: Claim<number>
  readonly files: Claim<number>
  readonly relationships: Claim<number>
  /** Characters, of a document that is text. */
  readonly characters: number | null
  /** Statements about vulnerabilities that stand in the same document. */
  readonly vex: VexView | null
}

const maxTools = 20

/** SPDX 2.2 and 2.3: an object, or tag-value text as one string. Never throws. */
export function parseSpdxFacts(predicate: unknown): SbomView {
  if (typeof predicate === 'string') return parseTagValueFacts(predicate)
  const root = new ClaimedValue(predicate)
  const creation = root.at('creationInfo')
  return {
    kind: 'sbom',
    standard: 'SPDX',
    form: 'json',
    specVersion: root.at('spdxVersion').text(50),
    name: root.at('name').text(),
    identifier: root.at('documentNamespace').text(),
    createdAt: creation.at('created').text(100),
    tools: creation.at('creators').texts(maxTools),
    packages: root.at('packages').count(),
    files: root.at('files').count(),
    relationships: root.at('relationships').count(),
    characters: null,
    vex: null,
  }
}

// The head of a tag-value document stands before its first package.
const headLength = 20_000

function parseTagValueFacts(text: string): SbomView {
  const head = text.slice(0, headLength)
  const list = (tag: string): readonly string[] =>
    [...head.matchAll(new RegExp(`^${tag}:(.{1,500})`, 'gm'))]
      .map(([, value = '']) => value.trim())
      .filter((value) => value !== '')
  const find = (tag: string): Claim => list(tag)[0] ?? null
  const creators = list('Creator')
  return {
    kind: 'sbom',
    standard: 'SPDX',
    form: 'tag-value',
    specVersion: find('SPDXVersion'),
    name: find('DocumentName'),
    identifier: find('DocumentNamespace'),
    createdAt: find('Created'),
    tools: { items: creators.slice(0, maxTools), total: creators.length, unreadable: null },
    packages: countLines(text, '\nPackageName:'),
    files: countLines(text, '\nFileName:'),
    relationships: countLines(text, '\nRelationship:'),
    characters: text.length,
    vex: null,
  }
}

function countLines(text: string, start: string): number {
  let count = 0
  for (let at = text.indexOf(start); at !== -1; at = text.indexOf(start, at + start.length)) count += 1
  return count
}

/** CycloneDX 1.2 to 1.7: the components, and the vulnerabilities where there are any. Never throws. */
export function parseCyclonedx(predicate: unknown, max?: number): SbomView | VexView {
  const root = new ClaimedValue(predicate)
  const vulnerabilities = root.at('vulnerabilities').count()
  const vex = typeof vulnerabilities === 'number' && vulnerabilities > 0 ? parseCyclonedxVex(predicate, max) : null
  if (vex !== null && !hasElements(root.at('components'))) return vex
  const metadata = root.at('metadata')
  return {
    kind: 'sbom',
    standard: 'CycloneDX',
    form: 'json',
    specVersion: root.at('specVersion').text(50),
    name: metadata.at('component', 'name').text(),
    identifier: root.at('serialNumber').text(),
    createdAt: metadata.at('timestamp').text(100),
    tools: readTools(metadata.at('tools')),
    packages: root.at('components').count(),
    files: null,
    relationships: root.at('dependencies').count(),
    characters: null,
    vex,
  }
}

const hasElements = ({ raw }: ClaimedValue): boolean => Array.isArray(raw) && raw.length > 0

/** A list of tools up to 1.4, an object of components from 1.5 on. */
function readTools(tools: ClaimedValue): Listed<string> {
  const list = Array.isArray(tools.raw) ? tools : tools.at('components')
  return list.list(maxTools, (tool) => {
    const name = tool.at('name').text(300)
    const version = tool.at('version').text(100)
    return typeof name !== 'string' ? null : typeof version === 'string' ? `${name} ${version}` : name
  })
}
