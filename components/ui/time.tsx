'use client'

import { useSyncExternalStore } from 'react'
import { formatExactTime, formatRelativeTime } from '#lib/format/time.ts'
import { Tooltip } from './tooltip.tsx'

/** A time as people say it, with the exact UTC time on hover. */
export function Time({ at, className = '' }: { readonly at: string; readonly className?: string }) {
  const minute = useSyncExternalStore(subscribe, currentMinute, currentMinute)
  return (
    <Tooltip content={<span className="num">{formatExactTime(at)}</span>}>
      <time
        dateTime={at}
        data-whole={formatExactTime(at)}
        className={`whitespace-nowrap ${className}`}
        suppressHydrationWarning
      >
        <span suppressHydrationWarning>{formatRelativeTime(at, Math.max(minute * 60_000, Date.now()))}</span>
      </time>
    </Tooltip>
  )
}

const currentMinute = (): number => Math.floor(Date.now() / 60_000)

function subscribe(onChange: () => void): () => void {
  const timer = setInterval(onChange, 30_000)
  return () => clearInterval(timer)
}
