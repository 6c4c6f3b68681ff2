import { StateMark } from '#components/state/state-mark.tsx'
import { shortenMiddle } from '#lib/format/digest.ts'
import type { GraphNode } from '#lib/format/graph/graph-builder.ts'
import { describeNode } from './describe.ts'
import { kindLook } from './graph-look.ts'

/** What is drawn in the box of a node: its kind or state, and two lines of text. */
export function NodeBox({ node }: { readonly node: GraphNode }) {
  const { Icon } = kindLook[node.kind]
  return (
    <>
      {node.state === null ? (
        <Icon aria-hidden="true" size={18} className="flex-none text-soft" />
      ) : (
        <StateMark state={node.state} inherited={node.inherited} size={20} />
      )}
      {/* What is heard is whole; what is seen is cut to the box. */}
      <span className="sr-only">{describeNode(node)}</span>
      <span aria-hidden="true" className="min-w-0 flex-1">
        <span className="block truncate text-sm font-medium leading-tight">{shortenTitle(node.title)}</span>
        {node.note !== null && <span className="block truncate text-2xs leading-snug text-soft">{node.note}</span>}
      </span>
    </>
  )
}

/** Paths differ at their ends, so the middle is what goes. */
const shortenTitle = (title: string): string => shortenMiddle(title.replace(/^https?:\/\//, ''), 24)
