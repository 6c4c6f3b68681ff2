import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exampleInput, identityEvidence } from '#lib/testing/example-evidence.ts'
import { toEdgePath } from './edge-path.ts'
import { type LayoutEdge, type LayoutNode, layOutGraph } from './graph-layout.ts'
import { toTrustGraph } from './trust-graph.ts'
import { walkGraph } from './walk-graph.ts'

const options = { direction: 'right', nodeWidth: 100, nodeHeight: 40, layerGap: 50, nodeGap: 10 } as const
const down = { ...options, direction: 'down' } as const

const graphs = fc
  .array(fc.nat(4), { minLength: 1, maxLength: 25 })
  .chain((layers) =>
    fc.record({
      nodes: fc.constant(layers.map((layer, index): LayoutNode => ({ id: `n${index}`, layer }))),
      pairs: fc.array(fc.tuple(fc.nat(layers.length - 1), fc.nat(layers.length - 1)), { maxLength: 40 }),
    }),
  )
  .map(({ nodes, pairs }) => ({
    nodes,
    edges: pairs.flatMap(([a, b], index): LayoutEdge[] => {
      const [from, to] = [nodes[a], nodes[b]]
      return from === undefined || to === undefined || from.layer >= to.layer
        ? []
        : [{ id: `e${index}`, from: from.id, to: to.id }]
    }),
  }))

describe('layOutGraph', () => {
  it('lays no box over another, and none outside of the picture', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const { nodes: at, width, height } = layOutGraph(nodes, edges, options)
        const boxes = [...at.values()]
        for (const [index, a] of boxes.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(0)
          expect(a.y).toBeGreaterThan(-0.001)
          expect(a.x + options.nodeWidth).toBeLessThanOrEqual(width)
          expect(a.y + options.nodeHeight).toBeLessThan(height + 0.001)
          for (const b of boxes.slice(index + 1)) {
            if (a.x === b.x) expect(Math.abs(a.y - b.y)).toBeGreaterThan(options.nodeHeight)
          }
        }
      }),
    )
  })

  it('draws every edge from the border of one box to the border of the other', () => {
    fc.assert(
      fc.property(graphs, ({ nodes, edges }) => {
        const { nodes: at, edges: lines } = layOutGraph(nodes, edges, options)
        for (const { id, from, to } of edges) {
          const [start, end] = [lines.get(id)?.at(0), lines.get(id)?.at(-1)]
          expect(start?.x).toBe((at.get(from)?.x ?? 0) + options.nodeWidth)
          expect(end?.x).toBe(at.get(to)?.x)
        }
      }),
    )
  })

  it('is the same picture each time, and the same turned by a quarter', () => {
    const { nodes, edges } = toTrustGraph(exampleInput({ signatures: [1, 2, 3].map((one) => identityEvidence(one)) }))
    expect(layOutGraph(nodes, edges, options)).toEqual(layOutGraph(nodes, edges, options))
    const [{ width }, turned] = [layOutGraph(nodes, edges, options), layOutGraph(nodes, edges, down)]
    expect(width).toBeGreaterThan(turned.width - 10_000)
    expect(new Set([...turned.nodes.values()].map(({ y }) => y)).size).toBe(5)
  })

  it('uncrosses what need not cross', () => {
    const nodes = ['a', 'b', 'x', 'y'].map((id, index) => ({ id, layer: index < 2 ? 0 : 1 }))
    const edges = [
      { id: '1', from: 'a', to: 'y' },
      { id: '2', from: 'b', to: 'x' },
    ]
    const { nodes: at } = layOutGraph(nodes, edges, options)
    expect((at.get('a')?.y ?? 0) < (at.get('b')?.y ?? 0)).toBe((at.get('y')?.y ?? 0) < (at.get('x')?.y ?? 0))
  })

  it('stands a single node between its two neighbours', () => {
    const nodes = ['a', 'b', 'c'].map((id) => ({ id, layer: id === 'c' ? 1 : 0 }))
    const edges = ['a', 'b'].map((from) => ({ id: from, from, to: 'c' }))
    const { nodes: at } = layOutGraph(nodes, edges, options)
    expect(at.get('c')?.y).toBeCloseTo(((at.get('a')?.y ?? 0) + (at.get('b')?.y ?? 0)) / 2)
  })
})

describe('toEdgePath', () => {
  it('bends between layers and is straight within one, with its result in the last bend', () => {
    const points = [
      { x: 0, y: 0 },
      { x: 10, y: 20 },
      { x: 30, y: 20 },
      { x: 40, y: 0 },
    ]
    expect(toEdgePath(points, 'right')).toEqual({
      d: 'M0 0C5 0 5 20 10 20L30 20C35 20 35 0 40 0',
      middle: { x: 35, y: 10 },
    })
  })
})

describe('walkGraph', () => {
  const graph = toTrustGraph(exampleInput({ signatures: [identityEvidence(1), identityEvidence(2)] }))
  const picture = { graph, layout: layOutGraph(graph.nodes, graph.edges, options), direction: 'right' as const }

  it('follows edges with forth and back, and neighbours with next and previous', () => {
    const start = { kind: 'node', id: 'evidence 0' } as const
    const edge = walkGraph(picture, start, 'forth')
    expect(edge).toMatchObject({ kind: 'edge', from: 'evidence 0' })
    expect(edge === null ? null : walkGraph(picture, edge, 'forth')).toEqual({ kind: 'node', id: graph.nodes[0]?.id })
    expect(walkGraph(picture, start, 'next')).toEqual({ kind: 'node', id: 'evidence 1' })
    expect(walkGraph(picture, { kind: 'node', id: 'evidence 1' }, 'previous')).toEqual(start)
    const incoming = walkGraph(picture, start, 'back')
    const sibling = incoming === null ? null : walkGraph(picture, incoming, 'next')
    expect(sibling?.kind).toBe('edge')
    expect(sibling).not.toEqual(incoming)
  })

  it('reaches every node and edge by arrow keys alone', () => {
    const seen = new Set<string>()
    const waiting = [walkGraph(picture, { kind: 'node', id: '' }, 'first')]
    for (let stop = waiting.pop(); stop !== undefined; stop = waiting.pop()) {
      if (stop === null || seen.has(JSON.stringify(stop))) continue
      seen.add(JSON.stringify(stop))
      for (const step of ['forth', 'back', 'next', 'previous'] as const) waiting.push(walkGraph(picture, stop, step))
    }
    const reached = new Set([...seen].map((text) => JSON.parse(text).id))
    expect(reached).toEqual(new Set([...graph.nodes, ...graph.edges].map(({ id }) => id)))
  })

  it('stays where nothing is beyond', () => {
    expect(walkGraph(picture, { kind: 'node', id: graph.nodes[0]?.id ?? '' }, 'forth')).toBeNull()
    expect(walkGraph(picture, { kind: 'edge', id: 'none', from: 'none' }, 'forth')).toBeNull()
  })
})
