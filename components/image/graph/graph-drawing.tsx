import { memo } from 'react'
import { toEdgePath } from '#lib/format/graph/edge-path.ts'
import type { TrustGraph } from '#lib/format/graph/graph-builder.ts'
import type { GraphLayout } from '#lib/format/graph/graph-layout.ts'
import { describeEdge } from './describe.ts'
import { EdgeLine } from './graph-edge.tsx'
import { resultLook } from './graph-look.ts'
import { NodeBox } from './graph-node.tsx'
import { ColumnHeadings, GraphWords } from './graph-words.tsx'

type GraphDrawingProps = {
  readonly graph: TrustGraph
  readonly layout: GraphLayout
  /** Identifiers of nodes in the order in which they are read. */
  readonly order: readonly string[]
  readonly direction: 'right' | 'down'
  readonly nodeWidth: number
  readonly nodeHeight: number
}

/** Beyond so many lines they are drawn thin, and boxes out of view not at all. */
const crowd = 80

/**
 * Lines and boxes, drawn once: with hundreds of them, neither a move of the focus nor a change of size may draw them anew.
 * Which of them has the focus is written on them by `useStop`.
 */
export const GraphDrawing = memo(function GraphDrawing({ order, ...rest }: GraphDrawingProps) {
  const { graph, layout, direction, nodeWidth, nodeHeight } = rest
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  const isCrowded = graph.edges.length > crowd
  return (
    <>
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: a title would hang over every line as a tooltip; each edge has its name. */}
      <svg
        width={layout.width}
        height={layout.height}
        fill="none"
        stroke="currentColor"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="absolute inset-0 overflow-visible"
      >
        {graph.edges.map((edge) => (
          // biome-ignore lint/a11y/useSemanticElements: an SVG has no button of its own.
          <g
            key={edge.id}
            role="button"
            data-stop={edge.id}
            data-result={edge.result}
            data-from={edge.from}
            tabIndex={-1}
            aria-label={describeEdge(edge, nodes)}
            className={`group cursor-pointer outline-none ${resultLook[edge.result].text}`}
          >
            <EdgeLine
              path={toEdgePath(layout.edges.get(edge.id) ?? [], direction)}
              result={edge.result}
              direction={direction}
              isCrowded={isCrowded}
            />
          </g>
        ))}
      </svg>
      <GraphWords {...rest} />
      {direction === 'right' && <ColumnHeadings graph={graph} layout={layout} nodeWidth={nodeWidth} />}
      {order.map((id) => {
        const node = nodes.get(id)
        const at = layout.nodes.get(id)
        if (node === undefined || at === undefined) return null
        return (
          <button
            key={id}
            type="button"
            data-stop={id}
            data-kind={node.kind}
            tabIndex={-1}
            title={node.note === null ? node.title : `${node.title}\n${node.note}`}
            className={`absolute flex items-center gap-2.5 rounded-control border bg-sunken px-3 text-left hover:border-edge aria-pressed:border-accent aria-pressed:ring-1 aria-pressed:ring-accent ${node.kind === 'missing' ? 'border-dashed border-edge' : 'border-line'} ${isCrowded ? '[content-visibility:auto]' : ''}`}
            style={{ left: at.x, top: at.y, width: nodeWidth, height: nodeHeight }}
          >
            <NodeBox node={node} />
          </button>
        )
      })}
    </>
  )
})
