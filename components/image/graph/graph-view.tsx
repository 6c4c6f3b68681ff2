'use client'

import { type ComponentType, lazy, Suspense, useMemo, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { useNarrow } from '#components/ui/use-narrow.ts'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import type { EdgeResult } from '#lib/format/graph/graph-builder.ts'
import { toTrustGraph } from '#lib/format/graph/trust-graph.ts'
import type { GraphStop } from '#lib/format/graph/walk-graph.ts'
import { countOf } from '#lib/format/size.ts'
import { toGraphInput } from '../to-graph-input.ts'
import type { GraphDetailProps } from './graph-detail.tsx'
import { GraphPicture } from './graph-picture.tsx'
import { ResultWord } from './result-word.tsx'
import { findStop } from './use-stop.ts'

const GraphTable = lazy(() => import('./graph-table.tsx'))
const loadDetail = () => import('./graph-detail.tsx')

type GraphViewProps = { readonly verdict: VerdictDto; readonly image: ImageDto | undefined }

const results: readonly EdgeResult[] = ['passed', 'failed', 'open', 'skipped']

/** Who vouches for what, as a picture and as a table that says the same. */
export default function GraphView({ verdict, image }: GraphViewProps) {
  const graph = useMemo(() => toTrustGraph(toGraphInput(verdict, image)), [verdict, image])
  const isNarrow = useNarrow('64rem')
  const [isTable, setTable] = useState(false)
  const [stop, setStop] = useState<GraphStop | null>(null)
  const [opened, setOpened] = useState<GraphStop | null>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const picture = useRef<HTMLDivElement>(null)

  const [Detail, setDetail] = useState<ComponentType<GraphDetailProps> | null>(null)
  const move = (next: GraphStop | null) => {
    setStop(next)
    void loadDetail()
  }
  const open = async (next: GraphStop) => {
    setStop(next)
    const { GraphDetail } = await loadDetail()
    setDetail(() => GraphDetail)
    setOpened(next)
    requestAnimationFrame(() => heading.current?.focus({ preventScroll: false }))
  }
  const close = () => {
    setOpened(null)
    if (opened !== null) findStop(picture.current, opened.id)?.focus()
  }
  const evidence = useMemo(() => [...verdict.signatures, ...verdict.attestations], [verdict])
  if (evidence.length === 0) {
    return (
      <Panel title="Who vouches for what">
        <EmptyState title="Nobody vouches for this image">
          There is no signature and no attestation, so there is nothing to draw. The list shows where we looked.
        </EmptyState>
      </Panel>
    )
  }
  return (
    <Panel
      title="Who vouches for what"
      aside={
        <Button size="s" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? 'As a picture' : 'As a table'}
        </Button>
      }
    >
      {isTable ? (
        <Suspense fallback={<SkeletonRows rows={4} label="Loading the table" />}>
          <GraphTable graph={graph} />
        </Suspense>
      ) : (
        <div ref={picture}>
          <ul aria-label="What the lines mean" className="flex flex-wrap gap-x-5 gap-y-1 px-4 pt-3 text-xs text-soft">
            {results.map((result) => (
              <li key={result}>
                <ResultWord result={result} />
              </li>
            ))}
          </ul>
          <GraphPicture graph={graph} direction={isNarrow ? 'down' : 'right'} stop={stop} onStop={move} onOpen={open} />
          {opened !== null && Detail !== null && (
            <Detail graph={graph} evidence={evidence} stop={opened} heading={heading} onStop={open} onClose={close} />
          )}
        </div>
      )}
      {graph.left > 0 && (
        <p className="border-t border-line px-4 py-2.5 text-soft">
          {countOf(graph.left, 'more piece')} of evidence would crowd the picture; the list of checks has them all.
        </p>
      )}
    </Panel>
  )
}
