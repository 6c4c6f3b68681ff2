import type { Examined } from './examine-discovery.ts'
import type { TrustInput } from './trust-rule.ts'

/** When a rule next begins or ends, in milliseconds since the epoch; infinity when none does. */
export function nextBoundary({ rules, now }: TrustInput): number {
  const at = Date.parse(now)
  const boundaries = rules
    .flatMap(({ validFrom, validUntil }) => [validFrom, validUntil])
    .map((time) => Date.parse(time ?? ''))
    .filter((time) => time > at)
  return Math.min(...boundaries)
}

const timed: readonly string[] = ['notBefore', 'notAfter', 'expiry', 'holdsUntil']

/**
 * When a check that compared a time with now might come out otherwise: a certificate without a proven time begins or ends, a
 * signature expires. In milliseconds since the epoch; infinity when no check did.
 */
export function nextEvidenceBoundary(examined: readonly Examined[], now: string): number {
  const at = Date.parse(now)
  let next = Number.POSITIVE_INFINITY
  for (const { signatures, attestations } of examined) {
    for (const { checks } of [...signatures, ...attestations]) {
      for (const { detail } of checks) {
        for (const name of timed) {
          const time = Date.parse(String(detail[name] ?? ''))
          // What ends at this very moment is still valid, and not a moment later.
          if (time >= at) next = Math.min(next, Math.max(time, at + 1))
        }
      }
    }
  }
  return next
}
