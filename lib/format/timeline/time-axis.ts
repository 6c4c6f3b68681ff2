/** A place on the axis that something happened at; `position` is 0 at its beginning and 1 at its end. */
export type AxisTick = { readonly at: number; readonly position: number }

/** The stretch between two ticks. Each has a scale of its own, and `isBroken` where it hides how long it is. */
export type AxisGap = { readonly from: number; readonly to: number; readonly ms: number; readonly isBroken: boolean }

export type TimeAxis = {
  readonly ticks: readonly AxisTick[]
  readonly gaps: readonly AxisGap[]
  /** Where a time stands; before the first and after the last tick it is 0 and 1. */
  readonly position: (at: number) => number
}

const dayMs = 86_400_000
const hourMs = 3_600_000

/** A year takes about twice the room of ten minutes, and a second still a third of it. */
const room = (ms: number): number => 1 + Math.log2(1 + ms / 1000) / 4

/**
 * An axis on which ten minutes can be read beside years: the stretch between two neighbouring times grows with the logarithm
 * of its length. Times in milliseconds since 1970.
 */
export function toTimeAxis(times: readonly number[]): TimeAxis {
  const sorted = [...new Set(times)].toSorted((a, b) => a - b)
  const lengths = sorted.slice(1).map((at, index) => at - (sorted[index] ?? at))
  const whole = lengths.reduce((sum, ms) => sum + room(ms), 0)
  const shortest = Math.min(...lengths)
  let passed = 0
  const ticks = sorted.map((at, index): AxisTick => {
    if (index > 0) passed += room(lengths[index - 1] ?? 0)
    return { at, position: whole === 0 ? 0.5 : passed / whole }
  })
  const gaps = lengths.map((ms, index): AxisGap => {
    const [from, to] = [ticks[index]?.position ?? 0, ticks[index + 1]?.position ?? 1]
    return { from, to, ms, isBroken: ms > dayMs && shortest < hourMs }
  })
  return { ticks, gaps, position: (at) => positionAt(ticks, at) }
}

function positionAt(ticks: readonly AxisTick[], at: number): number {
  const next = ticks.findIndex((tick) => tick.at >= at)
  const [before, after] = [ticks[next - 1], ticks[next]]
  if (after === undefined) return ticks.length === 0 ? 0.5 : 1
  if (before === undefined) return at === after.at ? after.position : 0
  const share = (at - before.at) / (after.at - before.at)
  return before.position + share * (after.position - before.position)
}
