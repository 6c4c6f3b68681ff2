import type { GraphEdge, TrustGraph } from './graph-builder.ts'
import type { GraphLayout, Point } from './graph-layout.ts'

/** What a keyboard is at: a node, or an edge that was reached from the node `from`. */
export type GraphStop =
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'edge'; readonly id: string; readonly from: string }

/** `forth` is the direction of the edges, `next` across it. */
export type GraphStep = 'forth' | 'back' | 'next' | 'previous' | 'first' | 'last'

type Picture = {
  readonly graph: Pick<TrustGraph, 'nodes' | 'edges'>
  readonly layout: GraphLayout
  readonly direction: 'right' | 'down'
}

const nowhere: Point = { x: 0, y: 0 }

/** Where an arrow key leads: along an edge, from an edge to its node, among neighbours; null where there is nothing. */
export function walkGraph(picture: Picture, stop: GraphStop, step: GraphStep): GraphStop | null {
  if (step === 'first' || step === 'last') return toStop(inOrder(picture).at(step === 'first' ? 0 : -1))
  return stop.kind === 'node' ? walkFromNode(picture, stop.id, step) : walkFromEdge(picture, stop, step)
}

/** All nodes in reading order: layer by layer, each from its beginning to its end. */
export function inOrder({ graph, layout, direction }: Picture): string[] {
  const place = (id: string): readonly [number, number] => {
    const { x, y } = layout.nodes.get(id) ?? nowhere
    return direction === 'right' ? [x, y] : [y, x]
  }
  return graph.nodes
    .map(({ id }) => id)
    .toSorted((a, b) => {
      const [[layerA, wideA], [layerB, wideB]] = [place(a), place(b)]
      return layerA - layerB || wideA - wideB
    })
}

const toStop = (id: string | undefined): GraphStop | null => (id === undefined ? null : { kind: 'node', id })

function walkFromNode(picture: Picture, id: string, step: Exclude<GraphStep, 'first' | 'last'>): GraphStop | null {
  if (step === 'forth' || step === 'back') {
    const edge = edgesAt(picture, id, step)[0]
    return edge === undefined ? null : { kind: 'edge', id: edge.id, from: id }
  }
  const layer = (one: string) => {
    const { x, y } = picture.layout.nodes.get(one) ?? nowhere
    return picture.direction === 'right' ? x : y
  }
  const siblings = inOrder(picture).filter((one) => layer(one) === layer(id))
  return toStop(siblings[siblings.indexOf(id) + (step === 'next' ? 1 : -1)])
}

function walkFromEdge(
  picture: Picture,
  { id, from }: Extract<GraphStop, { kind: 'edge' }>,
  step: Exclude<GraphStep, 'first' | 'last'>,
): GraphStop | null {
  const edge = picture.graph.edges.find((one) => one.id === id)
  if (edge === undefined) return null
  if (step === 'forth') return toStop(edge.to)
  if (step === 'back') return toStop(edge.from)
  const siblings = edgesAt(picture, from, edge.from === from ? 'forth' : 'back')
  const sibling = siblings[siblings.findIndex((one) => one.id === id) + (step === 'next' ? 1 : -1)]
  return sibling === undefined ? null : { kind: 'edge', id: sibling.id, from }
}

/** The edges that leave or reach a node, in the order of their other ends. */
function edgesAt(picture: Picture, id: string, side: 'forth' | 'back'): GraphEdge[] {
  const order = new Map(inOrder(picture).map((node, index) => [node, index]))
  const far = (edge: GraphEdge): number => order.get(side === 'forth' ? edge.to : edge.from) ?? 0
  const own = picture.graph.edges.filter((edge) => (side === 'forth' ? edge.from : edge.to) === id)
  return own.toSorted((a, b) => far(a) - far(b))
}
