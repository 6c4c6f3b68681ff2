import { formatTimeSpan } from '#lib/format/time-span.ts'
import type { TimeAxis } from '#lib/format/timeline/time-axis.ts'

type TimelineAxisProps = {
  readonly axis: TimeAxis
  readonly now: number
  /** Share of the axis that a label needs. */
  readonly room: number
}

/** Dates and times at the top, how long lies between two of them below; stretches of days beside minutes are drawn broken. */
export function TimelineAxis({ axis, now, room }: TimelineAxisProps) {
  return (
    <div aria-hidden="true" className="relative h-11 text-2xs text-soft">
      {labelled(axis, room).map(({ at, position, text }) => (
        <span
          key={at}
          className={`num absolute top-0 whitespace-nowrap ${position < 0.06 ? '' : position > 0.94 ? '-translate-x-full' : '-translate-x-1/2'} ${at === now ? 'font-semibold text-ink' : ''}`}
          style={{ left: percent(position) }}
        >
          {at === now ? 'now' : text}
        </span>
      ))}
      <div className="absolute inset-x-0 bottom-1.5 border-b border-edge" />
      {axis.ticks.map(({ at, position }) => (
        <span
          key={at}
          className={`absolute bottom-0 h-3 border-l ${at === now ? 'border-ink' : 'border-edge'}`}
          style={{ left: percent(position) }}
        />
      ))}
      {axis.gaps.map(({ from, to, ms }) => (
        <span
          key={from}
          className="absolute bottom-2.5 overflow-hidden whitespace-nowrap text-center leading-4"
          style={{ left: percent(from), width: percent(to - from) }}
        >
          {to - from > room * 0.6 && shorten(formatTimeSpan(ms))}
        </span>
      ))}
      {axis.gaps.map(({ from, to, isBroken }) =>
        isBroken ? (
          <span
            key={from}
            className="-translate-x-1/2 absolute bottom-0 flex h-3 items-center gap-0.5 bg-surface px-0.5"
            style={{ left: percent((from + to) / 2) }}
          >
            <span className="h-2.5 rotate-12 border-edge border-l" />
            <span className="h-2.5 rotate-12 border-edge border-l" />
          </span>
        ) : null,
      )}
    </div>
  )
}

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`

const shorten = (span: string): string =>
  span
    .replace(/ minutes?/, ' min')
    .replace(/ seconds?/, ' s')
    .replace(/ hours?/, ' h')
    .replace(/ months?/, ' mo')

type Label = { readonly at: number; readonly position: number; readonly text: string }

/** As many labels as there is room for, the first and now always; a day is named once. */
function labelled({ ticks }: TimeAxis, room: number): Label[] {
  const labels: Label[] = []
  const last = ticks.at(-1)
  let day = ''
  for (const { at, position } of ticks) {
    const previous = labels.at(-1)
    const isLast = at === last?.at
    // The first stands beside its place, not above it.
    const needed = previous !== undefined && previous.position < 0.06 ? room * 1.3 : room
    if (previous !== undefined && position - previous.position < needed) continue
    if (!isLast && last !== undefined && last.position - position < room) continue
    const own = dayOf(at)
    labels.push({ at, position, text: own === day ? timeOf(at) : own })
    day = own
  }
  return labels
}

const days = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })
const dayOf = (at: number): string => days.format(at)
const timeOf = (at: number): string => new Date(at).toISOString().slice(11, 19)
