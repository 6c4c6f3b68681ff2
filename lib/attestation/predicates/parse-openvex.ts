import type { Claim, Listed } from './claim.ts'
import { ClaimedValue } from './claimed-value.ts'
import { readDigests } from './resource.ts'
import {
  countStatuses,
  maxVexStatements,
  type VexProduct,
  type VexStatement,
  type VexStatus,
  type VexView,
  vexStatuses,
} from './vex.ts'

const maxProducts = 50

/** OpenVEX (openvex/spec, OPENVEX-SPEC.md), v0.2.0 and the first version, whose vulnerabilities and products are plain text. Never throws. */
export function parseOpenvex(predicate: unknown, max = maxVexStatements): VexView {
  const root = new ClaimedValue(predicate)
  const statements = root.at('statements')
  return {
    kind: 'vex',
    format: 'OpenVEX',
    specVersion: readContextVersion(root.at('@context')),
    id: root.at('@id').text(),
    author: root.at('author').text(),
    role: root.at('role').text(),
    createdAt: root.at('timestamp').text(),
    updatedAt: root.at('last_updated').text(),
    version: root.at('version').text(),
    tool: root.at('tooling').text(),
    statements: statements.list(max, readStatement),
    counts: countStatuses([...statements.elements()].map((one) => toStatus(one.at('status').text(50)))),
  }
}

const toStatus = (claim: Claim): VexStatus | null => vexStatuses.find((status) => status === claim) ?? null

/** `https://openvex.dev/ns/v0.2.0` names the version; other contexts are shown as they are. */
function readContextVersion(context: ClaimedValue): Claim {
  const text = context.text(300)
  if (typeof text !== 'string') return text
  return text.startsWith('https://openvex.dev/ns/') ? text.slice('https://openvex.dev/ns/'.length) : text
}

function readStatement(statement: ClaimedValue): VexStatement | null {
  if (typeof statement.raw !== 'object' || statement.raw === null) return null
  const vulnerability = statement.at('vulnerability')
  const name =
    typeof vulnerability.raw === 'string' ? vulnerability.text(300) : vulnerability.firstOf('name', '@id').text(300)
  const link = vulnerability.at('@id').text(1000)
  return {
    vulnerability: typeof name === 'string' ? name : null,
    aliases: vulnerability.at('aliases').texts(10).items,
    status: toStatus(statement.at('status').text(50)),
    statedStatus: statement.at('status').text(100),
    justification: statement.at('justification').text(300),
    impact: statement.at('impact_statement').text(),
    action: statement.at('action_statement').text(),
    notes: statement.at('status_notes').text(),
    statedAt: statement.firstOf('last_updated', 'timestamp').text(100),
    products: statement.at('products').list(maxProducts, readProduct),
    link: typeof link === 'string' ? link : null,
  }
}

function readProduct(product: ClaimedValue): VexProduct | null {
  if (typeof product.raw === 'string') return { id: product.raw.slice(0, 1000), digests: [], parts: noParts }
  const identifiers = product.at('identifiers')
  const id = [product.at('@id'), identifiers.at('purl'), identifiers.at('cpe23')]
    .map((place) => place.text(1000))
    .find((text) => typeof text === 'string')
  const digests = readDigests(product.at('hashes'))
  if (typeof id !== 'string' && digests.length === 0) return null
  return {
    id: typeof id === 'string' ? id : '',
    digests,
    parts: product.at('subcomponents').list(maxProducts, readPart),
  }
}

const noParts: Listed<string> = { items: [], total: 0, unreadable: null }

function readPart(part: ClaimedValue): string | null {
  const text = typeof part.raw === 'string' ? part.text(1000) : part.firstOf('@id').text(1000)
  return typeof text === 'string' ? text : null
}
