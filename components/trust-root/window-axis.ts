/** A window of validity: milliseconds since the epoch, null is open. */
export type Window = { readonly from: number | null; readonly until: number | null }

/** Years on one axis. Positions are shares of its length. */
export type WindowAxis = {
  readonly from: number
  readonly to: number
  readonly now: number
  readonly ticks: readonly { readonly year: number; readonly position: number }[]
}

export type Bar = { readonly left: number; readonly width: number; readonly when: 'over' | 'open' | 'to come' }

export const dayMs = 86_400_000
const maxTicks = 8

/** An axis that holds all of the windows and now, with room for what has no end. */
export function toWindowAxis(windows: readonly Window[], nowMs: number): WindowAxis {
  const times = [nowMs, ...windows.flatMap(({ from, until }) => [from, until])].filter((at) => at !== null)
  const first = Math.min(...times)
  const last = Math.max(...times)
  const span = Math.max(last - first, 30 * dayMs)
  const axis = { from: first - span * 0.02, to: last + span * 0.06 }
  return { ...axis, now: positionOf(nowMs, axis), ticks: toTicks(axis) }
}

type Span = Pick<WindowAxis, 'from' | 'to'>

const positionOf = (at: number, { from, to }: Span): number => (at - from) / (to - from)

function toTicks(axis: Span): WindowAxis['ticks'] {
  const first = new Date(axis.from).getUTCFullYear() + 1
  const last = new Date(axis.to).getUTCFullYear()
  const step = Math.max(1, Math.ceil((last - first + 1) / maxTicks))
  const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index)
  return years.filter((year) => year % step === 0).map((year) => ({ year, position: positionOf(Date.UTC(year), axis) }))
}

/** Where a window lies on the axis; what is open reaches its end. Judged by the day: what begins today has begun. */
export function toBar({ from, until }: Window, axis: WindowAxis, nowMs: number): Bar {
  const left = from === null ? 0 : positionOf(from, axis)
  const right = until === null ? 1 : positionOf(until, axis)
  const when = until !== null && until < nowMs ? 'over' : from !== null && from >= nowMs + dayMs ? 'to come' : 'open'
  return { left, width: Math.max(right - left, 0.004), when }
}
