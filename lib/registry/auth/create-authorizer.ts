import type { RegistryCredentials, RegistryEnvironment } from '../registry-options.ts'
import type { HttpRequest, HttpResponse } from '../transport/exchange.ts'
import { cancelled, headerOf } from '../transport/exchange.ts'
import { unauthorized } from '../transport/to-response-error.ts'
import { type AuthScheme, chooseChallenge } from './choose-challenge.ts'
import { fetchToken, toBasic } from './fetch-token.ts'
import type { RealmPolicy } from './parse-realm.ts'

/** Answers a registry's challenges, and remembers how and with what for the next request. */
export type Authorizer = {
  /** Whether the registry has asked for credentials or a token so far. */
  readonly isChallenged: () => boolean
  /** The `Authorization` header for a scope as far as is known without asking the registry; null for none. */
  readonly authorize: (scope: string, signal?: AbortSignal) => Promise<string | null>
  /**
   * The header that answers a 401. `used` is the header that was refused. Null when there is nothing better to send.
   * Throws `REGISTRY_ADDRESS_REFUSED`, `REGISTRY_UNAUTHORIZED` and what the token service's failure is.
   */
  readonly answer: (
    response: HttpResponse,
    scope: string,
    used: string | null,
    signal?: AbortSignal,
  ) => Promise<string | null>
}

type AuthorizerOptions = {
  readonly host: string
  readonly credentials: RegistryCredentials | null
  readonly realmPolicy: RealmPolicy
  readonly send: (request: HttpRequest) => Promise<HttpResponse>
  readonly environment: RegistryEnvironment
}

type KeptToken = { readonly pending: Promise<string>; header: string | null; expiresAt: number }

// A token that ends while the request is on its way is refused.
const expiryMarginMs = 10_000
const variableScope = /^(?:repository|registry):/

export function createAuthorizer(options: AuthorizerOptions): Authorizer {
  const { host, credentials, realmPolicy, send } = options
  const { limits, now } = options.environment
  const tokens = new Map<string, KeptToken>()
  let known: AuthScheme | null = null

  function requestToken(scheme: AuthScheme & { kind: 'bearer' }, scope: string): Promise<string> {
    const { realm, service } = scheme
    const key = `${realm.href} ${service ?? ''} ${scope}`
    const kept = tokens.get(key)
    if (kept !== undefined && kept.expiresAt > now()) return kept.pending
    // Shared by all who need it, so it does not end with the first who goes away; time-outs end it.
    const fetched = fetchToken({ realm, service, scope, credentials, host }, send, limits, now)
    const entry: KeptToken = {
      pending: fetched.then(({ value }) => `Bearer ${value}`),
      header: null,
      expiresAt: now() + limits.documentTimeoutMs * 2,
    }
    fetched.then(
      ({ value, lifetimeMs }) => {
        entry.header = `Bearer ${value}`
        entry.expiresAt = now() + lifetimeMs - expiryMarginMs
      },
      () => {
        tokens.delete(key)
      },
    )
    for (const oldest of tokens.keys()) {
      if (tokens.size < limits.maxTokens) break
      tokens.delete(oldest)
    }
    tokens.set(key, entry)
    return entry.pending
  }

  function forget(header: string): void {
    for (const [key, kept] of tokens) if (kept.header === header) tokens.delete(key)
  }

  const basicHeader = (): string | null =>
    credentials?.kind === 'basic' ? toBasic(credentials.username, credentials.password) : null

  return {
    isChallenged: () => known !== null,
    async authorize(scope, signal) {
      if (known === null) return null
      if (known.kind === 'basic') return basicHeader()
      // Some registries have one scope for everything (ECR Public: `aws`); otherwise ours names what is asked.
      const asked = known.scope === null || variableScope.test(known.scope) ? scope : known.scope
      return abortable(requestToken(known, asked), signal)
    },
    async answer(response, scope, used, signal) {
      const header = headerOf(response.headers, 'www-authenticate')
      const scheme = header === null ? null : chooseChallenge(header, realmPolicy, limits.maxChallengeBytes)
      if (scheme === null) return null
      known = scheme
      if (scheme.kind === 'basic') {
        const basic = basicHeader()
        if (basic === null || basic === used) throw unauthorized(host, credentials !== null, response.status, 'basic')
        return basic
      }
      if (used !== null) forget(used)
      return abortable(requestToken(scheme, scheme.scope ?? scope), signal)
    },
  }
}

async function abortable<Value>(work: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (signal === undefined) return work
  if (signal.aborted) throw cancelled(signal)
  let onAbort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled(signal))
    signal.addEventListener('abort', onAbort, { once: true })
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
