'use client'

import { type QueryKey, type UseQueryOptions, useQuery } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { LateDetails } from './late-details.tsx'

// Arrives when JSON is looked at for the first time.
const JsonViewer = lazy(() => import('./json-viewer.tsx'))

type RawJsonProps<Key extends QueryKey> = {
  readonly label: string
  readonly options: UseQueryOptions<string, Error, string, Key>
}

/** Raw JSON one click away: asked for when it is unfolded, shown as text. */
export function RawJson<Key extends QueryKey>({ label, options }: RawJsonProps<Key>) {
  const [opened, setOpened] = useState(false)
  return (
    <LateDetails label={label} onOpen={() => setOpened(true)}>
      {opened && <RawText label={label} options={options} />}
    </LateDetails>
  )
}

function RawText<Key extends QueryKey>({ label, options }: RawJsonProps<Key>) {
  const raw = useQuery(options)
  if (raw.isError) return <ErrorPanel error={raw.error} onRetry={() => void raw.refetch()} retrying={raw.isFetching} />
  if (raw.data === undefined) return <Skeleton className="mt-2 h-40 w-full" />
  return (
    <Suspense fallback={<Skeleton className="mt-2 h-40 w-full" />}>
      <JsonViewer label={label} text={raw.data} />
    </Suspense>
  )
}
