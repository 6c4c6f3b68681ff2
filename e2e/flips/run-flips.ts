import { flipItem, type Plan } from './flip-item.ts'
import type { Accepted } from './list-accepted.ts'
import { findUnsignedPlace } from './unsigned-places.ts'

export type FlipReport = {
  readonly flips: number
  /** How many were verified all the same, by the reason that is written down. */
  readonly explained: Readonly<Record<string, number>>
  /** Verified without a reason, or a fault in the verifier. */
  readonly failures: readonly string[]
}

// Larger ones are payloads of megabytes, which take milliseconds each: of them, some bytes are chosen.
const fullBytes = 64 * 1024

/** Changes the bytes of every item that the plan chooses. */
export function runFlips(items: readonly Accepted[], plan: Plan): FlipReport {
  const explained: Record<string, number> = {}
  const failures: string[] = []
  let flips = 0
  for (const accepted of items) {
    const size = accepted.item.bytes?.byteLength ?? 0
    const thinned = size <= fullBytes ? 1 : Math.ceil(size / 2_000)
    for (const { state, place, position } of flipItem(accepted, { ...plan, every: plan.every * thinned })) {
      flips += 1
      if (state !== 'verified' && state !== 'fault') continue
      const reason = state === 'verified' ? findUnsignedPlace(place)?.reason : undefined
      if (reason === undefined) failures.push(`${accepted.name}, byte ${position}: ${state} (${place})`)
      else explained[reason] = (explained[reason] ?? 0) + 1
    }
  }
  return { flips, explained, failures }
}

export function addReports(reports: readonly FlipReport[]): FlipReport {
  const explained: Record<string, number> = {}
  for (const report of reports) {
    for (const [reason, count] of Object.entries(report.explained)) explained[reason] = (explained[reason] ?? 0) + count
  }
  return {
    flips: reports.reduce((sum, { flips }) => sum + flips, 0),
    explained,
    failures: reports.flatMap(({ failures }) => failures),
  }
}
