'use client'

import { lazy, Suspense } from 'react'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import type { ImageSubject } from './image-target.ts'
import { identifyTrustView, TrustViews } from './trust-views.tsx'

// Each view comes when it is asked for.
const ChecksView = lazy(() => import('./checks-view.tsx'))
const GraphView = lazy(() => import('./graph/graph-view.tsx'))
const TimelineView = lazy(() => import('./timeline/timeline-view.tsx'))

type TrustTabProps = {
  readonly subject: ImageSubject
  readonly verdict: VerdictDto | undefined
  readonly image: ImageDto | undefined
  readonly failed: boolean
}

/** Why the verdict is what it is: every signature with its checks, every place that was asked. */
export function TrustTab({ subject, verdict, image, failed }: TrustTabProps) {
  const view = identifyTrustView(useUrlParams().get('view'))
  if (verdict === undefined) {
    return failed ? (
      <Panel>
        <EmptyState title="Nothing was checked">
          The image could not be read, so there is nothing to show here.
        </EmptyState>
      </Panel>
    ) : (
      <Panel title="Signatures">
        <SkeletonRows rows={5} label="Checking the signatures" />
      </Panel>
    )
  }
  return (
    <div className="grid gap-4">
      <TrustViews selected={view} />
      <Suspense fallback={drawing}>
        {view === 'list' && <ChecksView subject={subject} verdict={verdict} />}
        {view === 'graph' && <GraphView verdict={verdict} image={image} />}
        {view === 'timeline' && <TimelineView verdict={verdict} image={image} />}
      </Suspense>
    </div>
  )
}

const drawing = (
  <Panel>
    <SkeletonRows rows={6} label="Drawing" />
  </Panel>
)
