import { AppError } from '#lib/errors/app-error.ts'
import type { TrustedAuthority } from '#lib/sigstore/certificates/verify-chain.ts'
import type { Validity } from '#lib/sigstore/log/transparency-log.ts'
import type { TrustedRoot } from './trusted-root.ts'

/**
 * Refuses a root that is about to be kept and could vouch for nothing made from now on. One that comes with a request is not
 * asked this: old signatures may be judged by old roots. Throws `TRUST_ROOT_EMPTY` or `TRUST_ROOT_EXPIRED`.
 */
export function assertUsableRoot(root: TrustedRoot, nowMs: number): void {
  const authorities = [...root.certificateAuthorities, ...root.timestampAuthorities].map(toWindow)
  const logs = [...root.logs, ...root.certificateLogs].map(({ validity }) => validity)
  if (authorities.length + logs.length === 0) {
    throw new AppError('TRUST_ROOT_EMPTY', 'This trusted root names no authority and no log.')
  }
  // Logs of keys only have no authority: then they decide.
  const deciding = authorities.length > 0 ? authorities : logs
  if (!deciding.every(({ end }) => end !== null && end < nowMs)) return
  const last = new Date(Math.max(...deciding.map(({ end }) => end ?? 0))).toISOString()
  throw new AppError(
    'TRUST_ROOT_EXPIRED',
    `Everything in this trusted root is over: the last of its windows ended on ${last.slice(0, 10)}.`,
    { context: { endedAt: last } },
  )
}

/** When an authority may be used: its window in the root, as far as all of its certificates are valid in it. */
export function toWindow({ certificates, validity: { start, end } }: TrustedAuthority): Validity {
  const starts = certificates.map(({ notBefore }) => notBefore)
  const ends = certificates.map(({ notAfter }) => notAfter)
  return { start: Math.max(start ?? -Infinity, ...starts), end: Math.min(end ?? Infinity, ...ends) }
}
