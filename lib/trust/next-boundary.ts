import type { TrustInput } from './trust-rule.ts'

/** When a rule next begins or ends, in milliseconds since the epoch; infinity when none does. */
export function nextBoundary({ rules, now }: TrustInput): number {
  const at = Date.parse(now)
  const boundaries = rules
    .flatMap(({ validFrom, validUntil }) => [validFrom, validUntil])
    .flatMap((time) => (time === null ? [] : [Date.parse(time)]))
    .filter((time) => time > at)
  return boundaries.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...boundaries)
}
