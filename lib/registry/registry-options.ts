import type { RegistryCredentials } from '#lib/config/configured-source.ts'
import { type Limits, limits } from '#lib/config/limits.ts'
import { type ResolveAddresses, resolveBySystem } from './address/resolve-addresses.ts'
import { type Quirk, quirks } from './quirks.ts'

export type { RegistryCredentials }

export type RegistryOptions = {
  /** `host[:port]` as in references; quirks map it to the address that serves it. */
  readonly host: string
  readonly credentials: RegistryCredentials | null
  /** Plain HTTP is allowed. TLS is never left unchecked. */
  readonly insecure: boolean
  /** Certificates of further authorities, beside the public ones. */
  readonly caPem: string | null
  readonly clientCertificatePem: string | null
  readonly clientKeyPem: string | null
  /** Repositories that the registry does not list; `organisation/*` names an organisation to ask for. */
  readonly repositoriesByHand: readonly string[]
  /** The registry itself may be on a private network. */
  readonly allowPrivate: boolean
  /** Further `host[:port]` that may issue tokens or hold content for this registry, also on a private network. */
  readonly relatedHosts?: readonly string[] | undefined
}

/** What surrounds the client: replaced in tests, and limits by the configuration. */
export type RegistryEnvironment = {
  readonly limits: Limits
  readonly resolveAddresses: ResolveAddresses
  readonly quirks: readonly Quirk[]
  /** Milliseconds since the epoch. */
  readonly now: () => number
  readonly wait: (milliseconds: number, signal: AbortSignal | undefined) => Promise<void>
  /** Text of the User-Agent header. */
  readonly userAgent: string
}

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason)
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', onAbort, { once: true })
  })
}

export const systemEnvironment: RegistryEnvironment = {
  limits,
  resolveAddresses: resolveBySystem,
  quirks,
  now: Date.now,
  wait,
  userAgent: 'touchstone/0.1',
}
