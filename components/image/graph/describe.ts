import { stateLook } from '#components/state/state-look.ts'
import type { GraphEdge, GraphNode } from '#lib/format/graph/graph-builder.ts'
import { kindLook, resultLook } from './graph-look.ts'

/** A node in words: what it is, what it is called, and its state. */
export function describeNode({ kind, title, note, state, inherited }: GraphNode): string {
  const parts = [`${kindLook[kind].word}: ${title}`, note, state === null ? null : stateLook[state].word]
  if (inherited) parts.push('inherited from the index')
  return parts.filter((part) => part !== null).join(', ')
}

/** An edge in words: its result first, then who says what of whom. */
export function describeEdge(edge: GraphEdge, nodes: ReadonlyMap<string, GraphNode>): string {
  const [from, to] = [nodes.get(edge.from)?.title ?? '', nodes.get(edge.to)?.title ?? '']
  return `${resultLook[edge.result].word}: ${from} ${edge.verb} ${to}`
}
