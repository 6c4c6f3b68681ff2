'use client'

import { describeWindow, type RootPart } from './root-words.ts'
import { type Bar, toBar, toWindowAxis, type WindowAxis } from './window-axis.ts'

const percent = (share: number): string => `${Math.round(share * 1000) / 10}%`

/** When each authority and log is valid, on one axis of years. The table beside it says the same. */
export function WindowPicture({ parts, nowMs }: { readonly parts: readonly RootPart[]; readonly nowMs: number }) {
  const axis = toWindowAxis(
    parts.map(({ window }) => window),
    nowMs,
  )
  return (
    <div
      aria-hidden="true"
      data-windows=""
      className="grid gap-y-1 sm:grid-cols-[minmax(9rem,15rem)_minmax(0,1fr)] sm:gap-x-4"
    >
      <span className="hidden sm:block" />
      <Years axis={axis} />
      {parts.map((part, index) => (
        <Line
          key={part.id}
          part={part}
          isFirstOfKind={parts[index - 1]?.kind !== part.kind}
          axis={axis}
          bar={toBar(part.window, axis, nowMs)}
        />
      ))}
    </div>
  )
}

/** Share of the axis that “now” keeps clear of years, on wide screens and on narrow ones. */
const room = { wide: 0.05, narrow: 0.14 } as const

function Years({ axis }: { readonly axis: WindowAxis }) {
  return (
    <div className="relative h-6 border-b border-line text-2xs text-soft">
      {axis.ticks
        .filter(({ position }) => Math.abs(position - axis.now) > room.wide && position < 0.97)
        .map(({ year, position }) => (
          <span
            key={year}
            className={`num absolute bottom-0.5 -translate-x-1/2 ${Math.abs(position - axis.now) < room.narrow ? 'max-sm:hidden' : ''}`}
            style={{ left: percent(position) }}
          >
            {year}
          </span>
        ))}
      <span className="absolute bottom-0.5 -translate-x-1/2 font-semibold text-ink" style={{ left: percent(axis.now) }}>
        now
      </span>
    </div>
  )
}

type LineProps = {
  readonly part: RootPart
  readonly isFirstOfKind: boolean
  readonly axis: WindowAxis
  readonly bar: Bar
}

function Line({ part, isFirstOfKind, axis, bar }: LineProps) {
  const { kind, name, shortName, window } = part
  return (
    <>
      <div className={`min-w-0 leading-tight ${isFirstOfKind ? 'mt-1.5' : ''}`}>
        {isFirstOfKind && <p className="text-2xs text-soft">{kind}</p>}
        <p className="truncate text-xs" title={name}>
          {shortName}
        </p>
      </div>
      <div className="relative h-5 self-end" title={`${name}: ${describeWindow(window)}`}>
        {axis.ticks.map(({ year, position }) => (
          <span key={year} className="absolute inset-y-0 border-l border-line" style={{ left: percent(position) }} />
        ))}
        <span
          className={`absolute top-1.5 h-2 ${barLook[bar.when]} ${window.until === null ? `rounded-l-full ${fading}` : 'rounded-full'}`}
          style={{ left: percent(bar.left), width: percent(bar.width) }}
        />
        <span className="absolute inset-y-0 border-l border-ink" style={{ left: percent(axis.now) }} />
      </div>
    </>
  )
}

// It goes on beyond the axis.
const fading = '[mask-image:linear-gradient(to_right,black_calc(100%-1.5rem),transparent)]'

/** Filled while it is valid, an outline before and after: no colour, which means state and nothing else. */
const barLook: Readonly<Record<Bar['when'], string>> = {
  open: 'bg-ink/65',
  over: 'border border-edge bg-sunken',
  'to come': 'border border-dashed border-edge bg-surface',
}
