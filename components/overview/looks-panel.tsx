'use client'

import { useQuery } from '@tanstack/react-query'
import { History } from 'lucide-react'
import { useRef } from 'react'
import { shownStates, stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { StatePill } from '#components/state/state-pill.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { useRowKeys } from '#components/ui/use-row-keys.ts'
import { imagePath } from '#lib/format/page-path.ts'
import { countOf } from '#lib/format/size.ts'
import { type Look, looksQuery } from '#lib/queries/looks.ts'

/** The images that were inspected here last, with what was found then. */
export function LooksPanel() {
  const looks = useQuery(looksQuery(20))
  const list = useRef<HTMLUListElement>(null)
  const items = looks.data?.items ?? []
  useRowKeys(list, { count: items.length })
  return (
    <Panel title="Looked at last" aside={<LookCounts looks={items} />}>
      {looks.isPending && <SkeletonRows rows={5} label="Loading the images looked at last" />}
      {looks.isError && <ErrorPanel error={looks.error} onRetry={() => looks.refetch()} retrying={looks.isFetching} />}
      {looks.isSuccess && items.length === 0 && (
        <EmptyState title="Nothing was looked at yet" icon={<History aria-hidden="true" size={26} />}>
          The images that you inspect are listed here, each with its state. Paste a reference above, or open a
          repository.
        </EmptyState>
      )}
      {items.length > 0 && (
        <ul ref={list} className="divide-y divide-line">
          {items.map((look, index) => (
            <LookRow key={`${look.reference} ${look.platform ?? ''}`} look={look} index={index} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function LookRow({ look, index }: { readonly look: Look; readonly index: number }) {
  return (
    <li
      data-row={index}
      className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2 hover:bg-sunken sm:flex-nowrap"
    >
      <div className="w-32 flex-none">
        <StatePill state={look.state} />
      </div>
      <div className="min-w-0 flex-1 basis-full sm:basis-0">
        <Link
          href={imagePath(look.reference, { platform: look.platform })}
          data-row-link=""
          className="font-medium hover:underline [overflow-wrap:anywhere]"
        >
          {look.reference}
        </Link>
        <p className="line-clamp-2 text-xs text-soft sm:line-clamp-1" title={look.sentence}>
          {look.platform === null ? '' : `${look.platform} · `}
          {look.sentence}
        </p>
      </div>
      <div className="flex flex-none gap-3 text-xs text-soft sm:block sm:text-right">
        <Time at={look.at} className="block" />
        {look.packageCount !== null && <span className="num block">{countOf(look.packageCount, 'package')}</span>}
      </div>
    </li>
  )
}

function LookCounts({ looks }: { readonly looks: readonly Look[] }) {
  const counts = shownStates
    .map((state) => ({ state, count: looks.filter((look) => look.state === state).length }))
    .filter(({ count }) => count > 0)
  if (counts.length === 0) return null
  return (
    <ul className="flex flex-wrap gap-x-3">
      {counts.map(({ state, count }) => (
        <li key={state} className="num inline-flex items-center gap-1.5">
          <StateMark state={state} size={15} label={stateLook[state].word} />
          {count}
        </li>
      ))}
    </ul>
  )
}
