import type { Check } from '#lib/evidence/check.ts'
import type { State } from '#lib/evidence/state.ts'
import { isRemark } from '../evidence.ts'
import { visibleText } from '../visible-text.ts'

/** What a node stands for; `missing` is the place of something that is not there. */
export type GraphNodeKind =
  | 'rule'
  | 'root'
  | 'authority'
  | 'certificate-log'
  | 'log'
  | 'timestamp'
  | 'key'
  | 'identity'
  | 'certificate'
  | 'signature'
  | 'attestation'
  | 'image'
  | 'index'
  | 'platform'
  | 'missing'

/** Text in it may come from an image or a certificate, with hidden characters spelt out: show it as text only. */
export type GraphNode = {
  readonly id: string
  readonly kind: GraphNodeKind
  readonly title: string
  readonly note: string | null
  /** From what is trusted (0) to what is looked at; layers without a node are left out. */
  readonly layer: number
  /** Of an image, or of evidence; null for everything else. */
  readonly state: State | null
  readonly inherited: boolean
  /** What it can be compared or looked up by. */
  readonly digest: string | null
  /** Position among the evidence, signatures first; null for everything else. */
  readonly evidence: number | null
}

/** `open` could not be decided; `skipped` was not needed or not done, and never counts as passed. */
export type EdgeResult = 'passed' | 'failed' | 'open' | 'skipped'

/** One check that was made, with the evidence that it was made for. */
export type EdgeCheck = { readonly evidence: number; readonly check: Check }

/** What one node says of another. `checks` are equal in result; none where the bytes of an index name a platform. */
export type GraphEdge = {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly verb: string
  readonly result: EdgeResult
  readonly checks: readonly EdgeCheck[]
}

/** Who vouches for what. `left` is how much evidence there is beyond what is drawn. */
export type TrustGraph = {
  readonly nodes: readonly GraphNode[]
  readonly edges: readonly GraphEdge[]
  readonly left: number
}

const layers: Readonly<Record<GraphNodeKind, number>> = {
  rule: 0,
  root: 0,
  authority: 1,
  'certificate-log': 1,
  log: 1,
  timestamp: 1,
  key: 1,
  identity: 1,
  missing: 1,
  certificate: 2,
  signature: 3,
  attestation: 3,
  index: 4,
  image: 4,
  platform: 5,
}

/** The worst of several checks; remarks say nothing about it, and nothing made is nothing passed. */
export function worstResult(checks: readonly EdgeCheck[]): EdgeResult {
  const statuses = checks.filter(({ check }) => !isRemark(check)).map(({ check }) => check.status)
  if (statuses.includes('failed')) return 'failed'
  if (statuses.includes('inconclusive')) return 'open'
  return statuses.includes('passed') ? 'passed' : 'skipped'
}

/** Collects a graph: each node once, by its id, and each edge once for each result. */
export type GraphBuilder = {
  /** Adds a node unless there is one with its id; its id. */
  node(node: Partial<GraphNode> & Pick<GraphNode, 'id' | 'kind' | 'title'>): string
  edge(from: string, to: string, verb: string, checks: readonly EdgeCheck[], result?: EdgeResult): void
  graph(): Pick<TrustGraph, 'nodes' | 'edges'>
}

export function createGraphBuilder(): GraphBuilder {
  const nodes = new Map<string, GraphNode>()
  const edges = new Map<string, GraphEdge & { readonly checks: EdgeCheck[] }>()
  return {
    node(node) {
      if (nodes.has(node.id)) return node.id
      const plain = { layer: layers[node.kind], state: null, inherited: false, digest: null, evidence: null }
      const [title, note] = [visibleText(node.title), node.note == null ? null : visibleText(node.note)]
      nodes.set(node.id, { ...plain, ...node, title, note })
      return node.id
    },
    edge(from, to, verb, checks, result = worstResult(checks)) {
      // Two results between the same two nodes are two edges: a failure does not hide what passed, nor the other way.
      const id = `${from} > ${to} > ${result}`
      const held = edges.get(id)
      if (held === undefined) edges.set(id, { id, from, to, verb, result, checks: [...checks] })
      else held.checks.push(...checks)
    },
    graph: () => ({ nodes: [...nodes.values()], edges: [...edges.values()] }),
  }
}
