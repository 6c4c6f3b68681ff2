import type { GraphNode, TrustGraph } from '#lib/format/graph/graph-builder.ts'
import { countOf } from '#lib/format/size.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { kindLook } from './graph-look.ts'
import { ResultWord } from './result-word.tsx'

/** Every line of the picture as a row: what was checked, between whom, and what came of it. */
export default function GraphTable({ graph }: { readonly graph: TrustGraph }) {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]))
  return (
    <div className="overflow-x-auto">
      <table className="data-table min-w-[44rem]">
        <caption className="sr-only">Who vouches for what, check by check</caption>
        <thead>
          <tr>
            <th scope="col">Result</th>
            <th scope="col">Who</th>
            <th scope="col">Says</th>
            <th scope="col">Of</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {graph.edges.map(({ id, from, to, verb, result, checks }) => (
            <tr key={id}>
              <td>
                <ResultWord result={result} />
              </td>
              <td>
                <NodeName node={nodes.get(from)} />
              </td>
              <td className="whitespace-nowrap text-soft">{verb}</td>
              <td>
                <NodeName node={nodes.get(to)} />
              </td>
              <td className="text-soft [overflow-wrap:anywhere]">{whyOf(checks)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function NodeName({ node }: { readonly node: GraphNode | undefined }) {
  if (node === undefined) return null
  return (
    <span className="block py-1 leading-snug">
      <span className="[overflow-wrap:anywhere]">{node.title}</span>
      <span className="block text-xs text-soft">{kindLook[node.kind].word}</span>
    </span>
  )
}

function whyOf(checks: TrustGraph['edges'][number]['checks']): string {
  const reasons = new Set(checks.flatMap(({ check }) => (check.status === 'passed' ? [] : [visibleText(check.reason)])))
  if (reasons.size > 0) return [...reasons].join(' ')
  return checks.length === 0 ? 'The index names its digest.' : countOf(checks.length, 'check')
}
