import { X } from 'lucide-react'
import { type RefObject, useMemo } from 'react'
import { CheckList } from '#components/signature/check-list.tsx'
import { StatePill } from '#components/state/state-pill.tsx'
import { Button } from '#components/ui/button.tsx'
import { Digest } from '#components/ui/digest.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import type { EdgeCheck, GraphEdge, GraphNode, TrustGraph } from '#lib/format/graph/graph-builder.ts'
import type { GraphStop } from '#lib/format/graph/walk-graph.ts'
import { countOf } from '#lib/format/size.ts'
import { isDigest } from '#lib/oci/digest.ts'
import { kindLook } from './graph-look.ts'
import { ResultWord } from './result-word.tsx'

export type GraphDetailProps = {
  readonly graph: TrustGraph
  readonly evidence: readonly EvidenceDto[]
  readonly stop: GraphStop
  readonly heading: RefObject<HTMLHeadingElement | null>
  readonly onStop: (stop: GraphStop) => void
  readonly onClose: () => void
}

/** What is known of the box or line that was opened, with the values that were compared. */
export function GraphDetail({ graph, evidence, stop, heading, onStop, onClose }: GraphDetailProps) {
  const nodes = useMemo(() => new Map(graph.nodes.map((node) => [node.id, node])), [graph])
  const node = stop.kind === 'node' ? nodes.get(stop.id) : undefined
  const edge = stop.kind === 'edge' ? graph.edges.find(({ id }) => id === stop.id) : undefined
  const title =
    node?.title ??
    (edge === undefined ? '' : `${nodes.get(edge.from)?.title} ${edge.verb} ${nodes.get(edge.to)?.title}`)
  return (
    <section
      aria-label="What was opened in the graph"
      className="border-t border-line px-4 py-3.5"
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    >
      <div className="flex items-start gap-3">
        <div className="min-w-0 flex-1">
          <p className="text-xs text-soft">{node === undefined ? 'Check' : kindLook[node.kind].word}</p>
          <h3 ref={heading} tabIndex={-1} className="text-lg font-semibold [overflow-wrap:anywhere]">
            {title}
          </h3>
        </div>
        <Button size="s" look="quiet" aria-label="Close" onClick={onClose}>
          <X aria-hidden="true" size={14} />
        </Button>
      </div>
      {edge !== undefined && <EdgeFacts edge={edge} />}
      {node !== undefined && (
        <NodeFacts node={node} nodes={nodes} edges={graph.edges} evidence={evidence} onStop={onStop} />
      )}
    </section>
  )
}

/** So many different outcomes of one check are shown; they are those of many signatures by one signer. */
const maxOutcomes = 8

function EdgeFacts({ edge }: { readonly edge: GraphEdge }) {
  const outcomes = Array.from(
    Map.groupBy(edge.checks, ({ check }) => JSON.stringify(check)).values(),
    ([first, ...rest]) => ({ first, count: rest.length + 1 }),
  )
  return (
    <div className="mt-2 grid gap-3">
      <p>
        <ResultWord result={edge.result} />
      </p>
      {edge.checks.length === 0 && (
        <p className="text-soft">
          The index names this manifest by its digest, and the bytes of the index have its own.
        </p>
      )}
      {outcomes.slice(0, maxOutcomes).map(({ first, count }) => (
        <Outcome key={JSON.stringify(first)} made={first} count={count} />
      ))}
      {outcomes.length > maxOutcomes && (
        <p className="text-soft">and {outcomes.length - maxOutcomes} more; the list has them all.</p>
      )}
    </div>
  )
}

function Outcome({ made, count }: { readonly made: EdgeCheck | undefined; readonly count: number }) {
  if (made === undefined) return null
  return (
    <div>
      <CheckList checks={[made.check]} />
      {count > 1 && <p className="ml-5 text-xs text-soft">The same for {countOf(count, 'piece')} of evidence.</p>}
    </div>
  )
}

type NodeFactsProps = {
  readonly node: GraphNode
  readonly nodes: ReadonlyMap<string, GraphNode>
  readonly edges: readonly GraphEdge[]
  readonly evidence: readonly EvidenceDto[]
  readonly onStop: (stop: GraphStop) => void
}

function NodeFacts({ node, nodes, edges, evidence, onStop }: NodeFactsProps) {
  const own = edges.filter(({ from, to }) => from === node.id || to === node.id)
  const item = node.evidence === null ? undefined : evidence[node.evidence]
  return (
    <div className="mt-1 grid gap-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
        {node.state !== null && <StatePill state={node.state} inherited={node.inherited} size={16} />}
        {node.note !== null && <span className="[overflow-wrap:anywhere]">{node.note}</span>}
        {node.digest !== null &&
          (isDigest(node.digest) ? (
            <Digest digest={node.digest} ends={12} />
          ) : (
            <code className="text-xs [overflow-wrap:anywhere]">{node.digest}</code>
          ))}
      </div>
      {own.length > 0 && (
        <ul className="grid gap-1">
          {own.slice(0, maxOutcomes).map((edge) => (
            <li key={edge.id} className="flex flex-wrap items-center gap-x-3">
              <ResultWord result={edge.result} />
              <button
                type="button"
                className="link text-left [overflow-wrap:anywhere]"
                onClick={() => onStop({ kind: 'edge', id: edge.id, from: node.id })}
              >
                {nodes.get(edge.from)?.title} {edge.verb} {nodes.get(edge.to)?.title}
              </button>
            </li>
          ))}
          {own.length > maxOutcomes && <li className="text-soft">and {own.length - maxOutcomes} more</li>}
        </ul>
      )}
      {item !== undefined && <CheckList checks={item.checks} />}
    </div>
  )
}
