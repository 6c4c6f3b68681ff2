'use client'

import { Maximize2, Minus, Plus } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import { toEdgePath } from '#lib/format/graph/edge-path.ts'
import type { GraphNode, TrustGraph } from '#lib/format/graph/graph-builder.ts'
import { type GraphLayout, layOutGraph } from '#lib/format/graph/graph-layout.ts'
import { type GraphStep, type GraphStop, inOrder, walkGraph } from '#lib/format/graph/walk-graph.ts'
import { describeEdge } from './describe.ts'
import { EdgeLine } from './graph-edge.tsx'
import { NodeBox } from './graph-node.tsx'
import { ColumnHeadings, GraphWords } from './graph-words.tsx'
import { useZoom } from './use-zoom.ts'

const sizes = {
  right: { direction: 'right', nodeWidth: 190, nodeHeight: 48, layerGap: 116, nodeGap: 16 },
  down: { direction: 'down', nodeWidth: 142, nodeHeight: 48, layerGap: 60, nodeGap: 12 },
} as const

const steps: Readonly<Record<'right' | 'down', Readonly<Record<string, GraphStep>>>> = {
  right: { ArrowRight: 'forth', ArrowLeft: 'back', ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' },
  down: { ArrowDown: 'forth', ArrowUp: 'back', ArrowRight: 'next', ArrowLeft: 'previous', Home: 'first', End: 'last' },
}

const crowd = 80

type GraphPictureProps = {
  readonly graph: TrustGraph
  readonly direction: 'right' | 'down'
  readonly stop: GraphStop | null
  readonly onStop: (stop: GraphStop) => void
  readonly onOpen: (stop: GraphStop) => void
}

/** Boxes and lines between them. One tab stop; arrow keys follow the lines, Enter opens what is at hand. */
export function GraphPicture({ graph, direction, stop, onStop, onOpen }: GraphPictureProps) {
  const options = sizes[direction]
  const layout = useMemo(() => layOutGraph(graph.nodes, graph.edges, options), [graph, options])
  const order = useMemo(() => inOrder({ graph, layout, direction }), [graph, layout, direction])
  const { zoom, frame, larger, smaller, fit, drag } = useZoom(
    layout.width,
    layout.nodes.get(graph.nodes[0]?.id ?? '')?.y ?? 0,
  )
  const canvas = useRef<HTMLDivElement>(null)
  const current = stop ?? { kind: 'node' as const, id: order[0] ?? '' }
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))

  const press = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault()
      onOpen(current)
      return
    }
    const step = steps[direction][event.key]
    if (step === undefined) return
    event.preventDefault()
    const next = walkGraph({ graph, layout, direction }, current, step)
    if (next === null) return
    onStop(next)
    canvas.current?.querySelector<HTMLElement>(`[data-stop="${CSS.escape(next.id)}"]`)?.focus()
  }
  const select = (next: GraphStop) => {
    onStop(next)
    onOpen(next)
  }
  const tabOf = (id: string) => (current.id === id ? 0 : -1)

  return (
    <>
      <div
        ref={frame}
        {...drag}
        className="max-h-[min(72vh,44rem)] cursor-grab overflow-auto overscroll-x-contain active:cursor-grabbing print:max-h-none"
      >
        <div
          className={`mx-auto p-4 ${direction === 'right' ? 'pt-11' : ''}`}
          style={{
            width: layout.width * zoom + 32,
            height: layout.height * zoom + 32 + (direction === 'right' ? 28 : 0),
          }}
        >
          <div
            ref={canvas}
            role="application"
            aria-roledescription="graph"
            aria-label="Trust graph. Arrow keys follow the checks, Enter opens one. The table says the same."
            onKeyDown={press}
            className="relative origin-top-left"
            style={{ width: layout.width, height: layout.height, transform: `scale(${zoom})` }}
          >
            <Edges
              graph={graph}
              layout={layout}
              direction={direction}
              nodes={nodes}
              current={current}
              onSelect={select}
            />
            <GraphWords
              graph={graph}
              layout={layout}
              direction={direction}
              nodeWidth={options.nodeWidth}
              nodeHeight={options.nodeHeight}
            />
            {direction === 'right' && <ColumnHeadings graph={graph} layout={layout} nodeWidth={options.nodeWidth} />}
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
                  tabIndex={tabOf(id)}
                  aria-pressed={stop?.id === id}
                  title={node.note === null ? node.title : `${node.title}\n${node.note}`}
                  onClick={() => select({ kind: 'node', id })}
                  onFocus={() => stop?.id !== id && onStop({ kind: 'node', id })}
                  className={`absolute flex items-center gap-2.5 rounded-control border bg-sunken px-3 text-left hover:border-edge aria-pressed:border-accent aria-pressed:ring-1 aria-pressed:ring-accent ${node.kind === 'missing' ? 'border-dashed border-edge' : 'border-line'}`}
                  style={{ left: at.x, top: at.y, width: options.nodeWidth, height: options.nodeHeight }}
                >
                  <NodeBox node={node} />
                </button>
              )
            })}
          </div>
        </div>
      </div>
      <fieldset className="no-print flex justify-end gap-1 px-3 pb-3">
        <legend className="sr-only">Size of the graph</legend>
        <Button size="s" aria-label="Smaller" title="Smaller" onClick={smaller}>
          <Minus aria-hidden="true" size={13} />
        </Button>
        <Button size="s" aria-label="Larger" title="Larger" onClick={larger}>
          <Plus aria-hidden="true" size={13} />
        </Button>
        <Button size="s" aria-label="Fit the width" title="Fit the width" onClick={fit}>
          <Maximize2 aria-hidden="true" size={13} />
        </Button>
      </fieldset>
    </>
  )
}

type EdgesProps = {
  readonly graph: TrustGraph
  readonly layout: GraphLayout
  readonly direction: 'right' | 'down'
  readonly nodes: ReadonlyMap<string, GraphNode>
  readonly current: GraphStop
  readonly onSelect: (stop: GraphStop) => void
}

function Edges({ graph, layout, direction, nodes, current, onSelect }: EdgesProps) {
  return (
    // biome-ignore lint/a11y/noSvgWithoutTitle: a title would hang over every line as a tooltip; each edge has its name.
    <svg width={layout.width} height={layout.height} className="absolute inset-0 overflow-visible">
      {graph.edges.map((edge) => (
        // biome-ignore lint/a11y/useSemanticElements: an SVG has no button of its own.
        <g
          key={edge.id}
          role="button"
          data-stop={edge.id}
          data-result={edge.result}
          tabIndex={current.id === edge.id ? 0 : -1}
          aria-pressed={current.id === edge.id}
          aria-label={describeEdge(edge, nodes)}
          onClick={() => onSelect({ kind: 'edge', id: edge.id, from: edge.from })}
          className="group cursor-pointer outline-none"
        >
          <EdgeLine
            path={toEdgePath(layout.edges.get(edge.id) ?? [], direction)}
            result={edge.result}
            direction={direction}
            isCrowded={graph.edges.length > crowd}
          />
        </g>
      ))}
    </svg>
  )
}
