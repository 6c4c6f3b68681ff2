'use client'

import { lazy, Suspense, useState } from 'react'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { LateDetails } from './late-details.tsx'
import type { RawEvidenceProps } from './raw-evidence-text.tsx'

// Arrives when JSON is looked at for the first time.
const RawEvidenceText = lazy(() => import('./raw-evidence-text.tsx'))

/** The statement or predicate as it stands in the evidence, one click away. */
export function RawEvidence(props: RawEvidenceProps) {
  const [opened, setOpened] = useState(false)
  return (
    <LateDetails label={props.label} onOpen={() => setOpened(true)}>
      {opened && (
        <Suspense fallback={<Skeleton className="mt-2 h-40 w-full" />}>
          <RawEvidenceText {...props} />
        </Suspense>
      )}
    </LateDetails>
  )
}
