'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { formatSize } from '#lib/format/size.ts'
import { evidencePath, evidenceTextQuery } from '#lib/queries/attestations.ts'
import JsonViewer from './json-viewer.tsx'

export type RawEvidenceProps = {
  readonly label: string
  readonly digest: string
  readonly repository: string
  readonly part: 'statement' | 'predicate'
}

/** Asked for at once; the rest of a larger document only when somebody wants it. Bytes. */
const firstBytes = 8_000_000
const mostBytes = 96_000_000

/** A part of evidence as text: its beginning first, the rest when it is wanted. */
export default function RawEvidenceText({ label, digest, repository, part }: RawEvidenceProps) {
  const [maxBytes, setMaxBytes] = useState(firstBytes)
  const raw = useQuery(evidenceTextQuery(digest, repository, part, maxBytes))
  if (raw.isError) return <ErrorPanel error={raw.error} onRetry={() => void raw.refetch()} retrying={raw.isFetching} />
  if (raw.data === undefined) return <Skeleton className="mt-2 h-40 w-full" />
  return (
    <>
      {raw.data.isCut && (
        <p className="mt-2 flex flex-wrap items-center gap-2 text-sm">
          <span>It is larger than {formatSize(maxBytes)}: this is its beginning, and searching looks there alone.</span>
          {maxBytes < mostBytes && (
            <Button size="s" onClick={() => setMaxBytes(mostBytes)}>
              Load the rest
            </Button>
          )}
          <a className="link" href={evidencePath(digest, repository, part)} download>
            Download it
          </a>
        </p>
      )}
      <JsonViewer label={label} text={raw.data.text} />
    </>
  )
}
