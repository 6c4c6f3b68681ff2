'use client'

import { type QueryKey, type UseQueryOptions, useQuery } from '@tanstack/react-query'
import { ChevronRight } from 'lucide-react'
import { useMemo, useState } from 'react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { indentJson } from '#lib/format/indent-json.ts'
import { formatCount } from '#lib/format/size.ts'
import { visibleText } from '#lib/format/visible-text.ts'

/** Characters that are drawn; more would freeze the page, and the download has all of it. */
const maxShown = 200_000

type RawJsonProps<Key extends QueryKey> = {
  readonly label: string
  readonly options: UseQueryOptions<string, Error, string, Key>
}

/** Raw JSON one click away: asked for when it is unfolded, shown as text. */
export function RawJson<Key extends QueryKey>({ label, options }: RawJsonProps<Key>) {
  const [opened, setOpened] = useState(false)
  return (
    <details className="group min-w-0" onToggle={(event) => event.currentTarget.open && setOpened(true)}>
      <summary className="inline-flex items-center gap-1 rounded text-sm text-soft hover:text-ink">
        <ChevronRight aria-hidden="true" size={14} className="transition-transform group-open:rotate-90" />
        {label}
      </summary>
      {opened && <RawText label={label} options={options} />}
    </details>
  )
}

function RawText<Key extends QueryKey>({ label, options }: RawJsonProps<Key>) {
  const raw = useQuery(options)
  const shown = useMemo(() => (raw.data === undefined ? null : toShown(raw.data)), [raw.data])
  if (raw.isError) return <ErrorPanel error={raw.error} onRetry={() => void raw.refetch()} retrying={raw.isFetching} />
  if (shown === null || raw.data === undefined) return <Skeleton className="mt-2 h-40 w-full" />
  return (
    <div className="relative mt-2 rounded-control bg-sunken">
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className="max-h-120 overflow-auto py-2.5 pr-11 pl-3 text-xs leading-relaxed whitespace-pre-wrap [overflow-wrap:anywhere]"
      >
        <code className="text-[1em]">{shown.text}</code>
        {shown.rest > 0 && (
          <span className="text-soft">{`\n… about ${formatCount(shown.rest)} more characters: download it to see all`}</span>
        )}
      </pre>
      <CopyButton text={raw.data} label={`Copy ${label}`} className="absolute top-1 right-1" />
    </div>
  )
}

function toShown(raw: string): { text: string; rest: number } {
  const indented = indentJson(raw, maxShown)
  const text = indented
    .split('\n')
    .map((line) => visibleText(line, maxShown))
    .join('\n')
  return { text, rest: indented.length < maxShown ? 0 : Math.max(0, raw.length - maxShown) }
}
