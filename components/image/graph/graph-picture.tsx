'use client'

import { Maximize2, Minus, Plus } from 'lucide-react'
import { type KeyboardEvent, type SyntheticEvent, useMemo, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { TrustGraph } from '#lib/format/graph/graph-builder.ts'
import { layOutGraph } from '#lib/format/graph/graph-layout.ts'
import { type GraphStep, type GraphStop, inOrder, walkGraph } from '#lib/format/graph/walk-graph.ts'
import { GraphDrawing } from './graph-drawing.tsx'
import { findStop, useStop } from './use-stop.ts'
import { useZoom } from './use-zoom.ts'

const sizes = {
  right: { direction: 'right', nodeWidth: 190, nodeHeight: 48, layerGap: 116, nodeGap: 16 },
  down: { direction: 'down', nodeWidth: 142, nodeHeight: 48, layerGap: 60, nodeGap: 12 },
} as const

const steps: Readonly<Record<'right' | 'down', Readonly<Record<string, GraphStep>>>> = {
  right: { ArrowRight: 'forth', ArrowLeft: 'back', ArrowDown: 'next', ArrowUp: 'previous', Home: 'first', End: 'last' },
  down: { ArrowDown: 'forth', ArrowUp: 'back', ArrowRight: 'next', ArrowLeft: 'previous', Home: 'first', End: 'last' },
}

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
  useStop(canvas, current.id, stop !== null, layout)

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
    findStop(canvas.current, next.id)?.focus()
  }
  const select = (event: SyntheticEvent) => {
    const next = toStop(event.target)
    if (next !== null) onOpen(next)
  }
  const arrive = (event: SyntheticEvent) => {
    const next = toStop(event.target)
    if (next !== null && next.id !== current.id) onStop(next)
  }
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
            onClick={select}
            onFocus={arrive}
            className="relative origin-top-left"
            style={{ width: layout.width, height: layout.height, transform: `scale(${zoom})` }}
          >
            <GraphDrawing
              graph={graph}
              layout={layout}
              order={order}
              direction={direction}
              nodeWidth={options.nodeWidth}
              nodeHeight={options.nodeHeight}
            />
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

/** The box or line that an event happened on. */
function toStop(target: EventTarget): GraphStop | null {
  const element = target instanceof Element ? target.closest('[data-stop]') : null
  const id = element?.getAttribute('data-stop')
  if (element == null || id == null) return null
  const from = element.getAttribute('data-from')
  return from === null ? { kind: 'node', id } : { kind: 'edge', id, from }
}
