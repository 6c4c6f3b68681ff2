import type { TrustGraph } from '#lib/format/graph/graph-builder.ts'
import type { GraphLayout } from '#lib/format/graph/graph-layout.ts'

type GraphWordsProps = {
  readonly graph: TrustGraph
  readonly layout: GraphLayout
  readonly direction: 'right' | 'down'
  readonly nodeWidth: number
  readonly nodeHeight: number
}

/** What the lines that leave a column say, each word once: beside the first box whose lines say it. */
export function GraphWords({ graph, layout, direction, nodeWidth, nodeHeight }: GraphWordsProps) {
  const across = (id: string): number => layout.nodes.get(id)?.[direction === 'right' ? 'y' : 'x'] ?? 0
  const layers = new Map(graph.nodes.map(({ id, layer }) => [id, layer]))
  const said = Map.groupBy(graph.edges, ({ from, verb }) => `${layers.get(from)} ${verb}`)
  return Array.from(said, ([key, edges]) => {
    const [edge] = edges.toSorted((a, b) => across(a.from) - across(b.from))
    const at = edge === undefined ? undefined : layout.nodes.get(edge.from)
    if (edge === undefined || at === undefined) return null
    const place =
      direction === 'right'
        ? { left: at.x + nodeWidth + 6, top: at.y - 4 }
        : { left: at.x + nodeWidth / 2 + 6, top: at.y + nodeHeight + 2 }
    return (
      <span
        key={key}
        aria-hidden="true"
        style={place}
        className="pointer-events-none absolute whitespace-nowrap text-2xs leading-none text-soft [text-shadow:0_0_3px_var(--surface),0_0_3px_var(--surface)]"
      >
        {edge.verb}
      </span>
    )
  })
}

const headings = ['You trust', 'Who vouches', 'Certificate', 'What they say', 'Image', 'Platform'] as const

/** Above each column, what stands in it. */
export function ColumnHeadings({ graph, layout, nodeWidth }: Pick<GraphWordsProps, 'graph' | 'layout' | 'nodeWidth'>) {
  const columns = new Map(graph.nodes.map(({ id, layer }) => [layer, layout.nodes.get(id)?.x ?? 0]))
  return Array.from(columns, ([layer, x]) => (
    <p
      key={layer}
      aria-hidden="true"
      className="absolute -top-7 truncate text-center text-2xs text-soft"
      style={{ left: x, width: nodeWidth }}
    >
      {headings[layer]}
    </p>
  ))
}
