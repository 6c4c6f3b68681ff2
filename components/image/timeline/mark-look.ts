import { formatExactTime } from '#lib/format/time.ts'
import { formatTimeSpan } from '#lib/format/time-span.ts'
import type { TimelineMark } from '#lib/format/timeline/timeline.ts'

type SourceLook = { readonly word: string; readonly moment: string; readonly window: string }

/** By whom a time is known, as word and shape: filled when proven, hollow when only said, cut when refused. */
export const sourceLook: Readonly<Record<TimelineMark['source'], SourceLook>> = {
  proven: {
    word: 'Proven',
    moment: 'bg-verified border-verified',
    window: 'bg-verified/25 border-verified',
  },
  claimed: {
    word: 'Claimed',
    moment: 'bg-surface border-soft',
    window: 'bg-transparent border-soft border-dashed',
  },
  refused: {
    word: 'Refused',
    moment: 'bg-surface border-invalid border-dashed',
    window: 'bg-invalid/15 border-invalid border-dashed',
  },
  own: {
    word: 'Set by you',
    moment: 'bg-ink border-ink',
    window: 'bg-ink/10 border-ink',
  },
}

const exact = (ms: number): string => formatExactTime(new Date(ms).toISOString())

/** A mark's time in words: a moment, a window with its length, or one without an end. */
export function describeTime({ kind, from, until }: TimelineMark): string {
  if (kind === 'moment') return from === null ? '' : exact(from)
  if (from === null) return until === null ? 'always' : `until ${exact(until)}`
  if (until === null) return `since ${exact(from)}`
  return `${exact(from)} to ${exact(until)} (${formatTimeSpan(until - from)})`
}
