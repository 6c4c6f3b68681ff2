'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { StatePill } from '#components/state/state-pill.tsx'
import { countOf } from '#lib/format/size.ts'
import { toShownProblem } from '#lib/queries/client.ts'
import { previewRules, type RulePreviewRequest } from '#lib/queries/rules.ts'

const settleMs = 400

/** What a change of rules would do to the images looked at lately. */
export function RulePreviewList({ request }: { readonly request: RulePreviewRequest }) {
  const wanted = JSON.stringify(request)
  const [settled, setSettled] = useState(wanted)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), settleMs)
    return () => clearTimeout(timer)
  }, [wanted])
  const preview = useQuery({
    queryKey: ['rules', 'preview', settled],
    queryFn: () => previewRules(JSON.parse(settled) as RulePreviewRequest),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  })
  return (
    <section aria-label="What would change" className="rounded-control bg-sunken px-3 py-2.5 text-sm">
      <h3 className="font-medium">What would change</h3>
      <div aria-live="polite" className="text-soft">
        {preview.isPending && 'Judging the images looked at lately …'}
        {preview.isError && `Could not be told: ${toShownProblem(preview.error).detail}`}
        {preview.data !== undefined && preview.data.changes.length === 0 && (
          <>Nothing among the {countOf(preview.data.unchanged, 'image')} looked at lately.</>
        )}
      </div>
      <ul className="mt-1 max-h-48 space-y-1.5 overflow-y-auto">
        {preview.data?.changes.map((change) => (
          <li key={change.reference}>
            <span className="block [overflow-wrap:anywhere]">{change.reference}</span>
            <span className="flex flex-wrap items-center gap-x-2 text-xs [--mark-cut:var(--sunken)]">
              <StatePill state={change.from} size={15} />
              <span className="text-soft">becomes</span>
              <StatePill state={change.to} size={15} />
            </span>
          </li>
        ))}
      </ul>
      {preview.data !== undefined && preview.data.changes.length > 0 && (
        <p className="mt-1.5 text-xs text-soft">{countOf(preview.data.unchanged, 'image')} unchanged</p>
      )}
      {preview.data !== undefined && preview.data.problems.length > 0 && (
        <p className="mt-1.5 text-xs text-soft">
          {countOf(preview.data.problems.length, 'image')} could not be judged:{' '}
          {[...new Set(preview.data.problems.map(({ code }) => code))].join(', ')}
        </p>
      )}
    </section>
  )
}
