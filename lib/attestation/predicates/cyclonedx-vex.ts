import type { Claim, Listed } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'
import {
  countStatuses,
  maxVexStatements,
  type VexProduct,
  type VexStatement,
  type VexStatus,
  type VexView,
} from './vex.ts'

/** What CycloneDX's states come to (CycloneDX 1.6, vulnerabilities[].analysis.state). */
const statuses = new Map<string, VexStatus>([
  ['exploitable', 'affected'],
  ['in_triage', 'under_investigation'],
  ['not_affected', 'not_affected'],
  ['false_positive', 'not_affected'],
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
])

const maxProducts = 50

/** What a document is about. */
type VexComponent = Omit<VexProduct, 'parts'>

/** The vulnerabilities of a CycloneDX document, with what their analysis says. Never throws. */
export function parseCyclonedxVex(predicate: unknown, max = maxVexStatements): VexView {
  const root = new ClaimedValue(predicate)
  const metadata = root.at('metadata')
  const vulnerabilities = root.at('vulnerabilities')
  const component = readComponent(metadata.at('component'))
  return {
    kind: 'vex',
    format: 'CycloneDX',
    specVersion: root.at('specVersion').text(100),
    id: root.at('serialNumber').text(300),
    author: readName(metadata.at('authors')),
    role: null,
    createdAt: metadata.at('timestamp').text(100),
    updatedAt: null,
    version: root.at('version').text(100),
    tool: readTool(metadata.at('tools')),
    statements: vulnerabilities.list(max, (one) => readVulnerability(one, component)),
    counts: countStatuses([...vulnerabilities.elements()].map((one) => toStatus(one.at('analysis', 'state').text(50)))),
  }
}

const toStatus = (claim: Claim): VexStatus | null => (typeof claim === 'string' ? (statuses.get(claim) ?? null) : null)

function readName(people: ClaimedValue): Claim {
  const [first] = people.elements()
  return first === undefined ? people.text() : first.firstOf('name', 'email').text()
}

/** A list of tools up to 1.4, an object of components from 1.5 on. */
function readTool(tools: ClaimedValue): Claim {
  const [first] = (Array.isArray(tools.raw) ? tools : tools.at('components')).elements()
  return first?.at('name').text() ?? null
}

function readVulnerability(vulnerability: ClaimedValue, component: VexComponent | null): VexStatement | null {
  if (typeof vulnerability.raw !== 'object' || vulnerability.raw === null) return null
  const analysis = vulnerability.at('analysis')
  const id = vulnerability.at('id').text(300)
  const link = vulnerability.at('source', 'url').text(1000)
  return {
    vulnerability: typeof id === 'string' ? id : null,
    aliases: [],
    status: toStatus(analysis.at('state').text(50)),
    statedStatus: analysis.at('state').text(100),
    justification: analysis.at('justification').text(300),
    impact: analysis.at('detail').text(),
    action: readResponse(analysis.at('response'), vulnerability.at('recommendation')),
    notes: vulnerability.at('description').text(),
    statedAt: vulnerability.firstOf('updated', 'published').text(100),
    products: withComponent(vulnerability.at('affects').list(maxProducts, readAffected), component),
    link: typeof link === 'string' ? link : null,
  }
}

function readResponse(response: ClaimedValue, recommendation: ClaimedValue): Claim {
  const words = response.texts(10).items
  return words.length === 0 ? recommendation.text() : words.join(', ')
}

function readAffected(affected: ClaimedValue): VexProduct | null {
  const ref = affected.at('ref').text(1000)
  return typeof ref === 'string' ? { id: ref, digests: [], parts: { items: [], total: 0, unreadable: null } } : null
}

function readComponent(component: ClaimedValue): VexComponent | null {
  const id = component.firstOf('purl', 'name').text(1000)
  const digests = [...component.at('hashes').elements()].slice(0, 16).flatMap((hash) => {
    const algorithm = hash.at('alg').text(50)
    const content = hash.at('content').text(300)
    return typeof algorithm === 'string' && typeof content === 'string'
      ? [`${algorithm.toLowerCase().replace('-', '')}:${content}`]
      : []
  })
  return typeof id === 'string' ? { id, digests } : null
}

/** What is affected is named by its reference inside the document, which the document is about: both are shown. */
function withComponent(affected: Listed<VexProduct>, component: VexComponent | null): Listed<VexProduct> {
  if (component === null) return affected
  const parts = { items: affected.items.map(({ id }) => id), total: affected.total, unreadable: affected.unreadable }
  return { items: [{ ...component, parts }], total: 1, unreadable: null }
}
