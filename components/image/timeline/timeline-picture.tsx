'use client'

import { type KeyboardEvent, useRef, useState } from 'react'
import { stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { useNarrow } from '#components/ui/use-narrow.ts'
import { shortenMiddle } from '#lib/format/digest.ts'
import { type TimeAxis, toTimeAxis } from '#lib/format/timeline/time-axis.ts'
import { type Timeline, type TimelineLane, type TimelineMark, timesOf } from '#lib/format/timeline/timeline.ts'
import { describeTime, sourceLook } from './mark-look.ts'
import { TimelineAxis } from './timeline-axis.tsx'

type Placed = { readonly lane: TimelineLane; readonly mark: TimelineMark }

const keys: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowRight: (index, count) => Math.min(index + 1, count - 1),
  ArrowLeft: (index) => Math.max(index - 1, 0),
  ArrowDown: (index, count) => Math.min(index + 1, count - 1),
  ArrowUp: (index) => Math.max(index - 1, 0),
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Lanes on one axis. One tab stop; arrow keys go from one mark to the next in time, and what it is stands below. */
export function TimelinePicture({ timeline }: { readonly timeline: Timeline }) {
  const axis = toTimeAxis(timesOf(timeline))
  const isNarrow = useNarrow()
  const picture = useRef<HTMLDivElement>(null)
  const placed = timeline.lanes
    .flatMap((lane) => lane.marks.map((mark): Placed => ({ lane, mark })))
    .toSorted((a, b) => (a.mark.from ?? 0) - (b.mark.from ?? 0))
  const [id, setId] = useState<string | null>(null)
  const current = placed.find(({ mark }) => mark.id === id) ?? placed[0]

  const press = (event: KeyboardEvent) => {
    const step = keys[event.key]
    if (step === undefined || current === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    const next = placed[step(placed.indexOf(current), placed.length)]
    if (next === undefined) return
    setId(next.mark.id)
    picture.current?.querySelector<HTMLElement>(`[data-mark="${CSS.escape(next.mark.id)}"]`)?.focus()
  }
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons within. */}
      <div ref={picture} onKeyDown={press} className="grid gap-x-4 px-4 pt-4 pb-3 sm:grid-cols-[13rem_minmax(0,1fr)]">
        <div className="max-sm:hidden" />
        <TimelineAxis axis={axis} now={timeline.now} room={isNarrow ? 0.3 : 0.13} />
        {timeline.lanes.map((lane) => (
          <Lane
            key={lane.id}
            lane={lane}
            axis={axis}
            now={timeline.now}
            tabStop={current?.mark.id ?? null}
            selected={id}
            onSelect={setId}
          />
        ))}
      </div>
      <p aria-live="polite" className="min-h-10 border-t border-line px-4 py-2.5 text-sm text-soft">
        {id === null || current === undefined ? (
          'Choose a mark to read its exact time.'
        ) : (
          <>
            <span className="font-medium text-ink">{current.mark.label}</span> · {current.lane.title} ·{' '}
            <span className="num">{describeTime(current.mark)}</span> · {sourceLook[current.mark.source].word}
          </>
        )}
      </p>
    </>
  )
}

type LaneProps = {
  readonly lane: TimelineLane
  readonly axis: TimeAxis
  readonly now: number
  readonly tabStop: string | null
  readonly selected: string | null
  readonly onSelect: (id: string) => void
}

const percent = (share: number): string => `${Math.round(share * 10_000) / 100}%`

function Lane({ lane, axis, now, tabStop, selected, onSelect }: LaneProps) {
  return (
    <>
      <div className="flex min-w-0 items-center gap-2 max-sm:pt-2">
        {lane.state !== null && <StateMark state={lane.state} size={16} label={stateLook[lane.state].word} />}
        <span className="min-w-0 leading-tight" title={lane.signer ?? undefined}>
          <span className="block truncate text-sm">{lane.title}</span>
          {lane.signer !== null && (
            <span className="block truncate text-2xs text-soft">
              {shortenMiddle(lane.signer.replace(/^https?:\/\//, ''), 30)}
            </span>
          )}
        </span>
      </div>
      <div className="relative h-9 border-b border-line">
        {axis.ticks.map(({ at, position }) => (
          <span
            key={at}
            className={`absolute inset-y-0 border-l ${at === now ? 'border-edge' : 'border-line'}`}
            style={{ left: percent(position) }}
          />
        ))}
        {lane.marks.map((mark) => (
          <Mark
            key={mark.id}
            mark={mark}
            lane={lane}
            axis={axis}
            isTabStop={tabStop === mark.id}
            isSelected={selected === mark.id}
            onSelect={onSelect}
          />
        ))}
        {lane.marks.length === 0 && (
          <span className="absolute inset-y-0 left-0 flex items-center bg-surface pr-2 text-xs text-soft">
            No time is stated.
          </span>
        )}
      </div>
    </>
  )
}

type MarkProps = {
  readonly mark: TimelineMark
  readonly lane: TimelineLane
  readonly axis: TimeAxis
  readonly isTabStop: boolean
  readonly isSelected: boolean
  readonly onSelect: (id: string) => void
}

function Mark({ mark, lane, axis, isTabStop, isSelected, onSelect }: MarkProps) {
  const { word, moment, window } = sourceLook[mark.source]
  const name = `${word}: ${mark.label}, ${lane.title}, ${describeTime(mark)}`
  const [start, end] = [
    mark.from === null ? 0 : axis.position(mark.from),
    mark.until === null ? 1 : axis.position(mark.until),
  ]
  const shared = {
    type: 'button',
    'data-mark': mark.id,
    'data-source': mark.source,
    tabIndex: isTabStop ? 0 : -1,
    'aria-label': name,
    'aria-pressed': isSelected,
    title: `${mark.label}\n${describeTime(mark)}`,
    onClick: () => onSelect(mark.id),
    onFocus: () => onSelect(mark.id),
  } as const
  if (mark.kind === 'window') {
    return (
      <button
        {...shared}
        className={`absolute top-2.5 h-4 min-w-1.5 rounded-sm border aria-pressed:ring-2 aria-pressed:ring-accent ${window}`}
        style={{ left: percent(start), width: percent(end - start) }}
      />
    )
  }
  return (
    <button
      {...shared}
      className="group absolute top-1.5 grid size-6 -translate-x-1/2 place-items-center"
      style={{ left: percent(start) }}
    >
      <span
        className={`size-2.5 rotate-45 border-2 group-aria-pressed:ring-2 group-aria-pressed:ring-accent ${moment}`}
      />
    </button>
  )
}
