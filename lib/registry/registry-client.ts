import type { DigestAlgorithm } from '#lib/oci/digest.ts'
import { parseRegistryHost } from '#lib/oci/reference.ts'
import { type AddressPolicy, createAddressPolicy, isLoopbackHost } from './address/address-policy.ts'
import { type Authorizer, createAuthorizer } from './auth/create-authorizer.ts'
import { findQuirk } from './quirks.ts'
import type { RegistryEnvironment, RegistryOptions } from './registry-options.ts'
import { type Connections, createConnections } from './transport/connections.ts'
import { exchange, type HttpRequest, type HttpResponse } from './transport/exchange.ts'
import { followRedirects } from './transport/follow-redirects.ts'
import { sendWithRetries } from './transport/send-with-retries.ts'
import { isNoTls } from './transport/to-transport-error.ts'

export type RegistryRequest = {
  /** Path and query below the registry's origin. */
  readonly path: string
  readonly accept: string
  /** The scope of a token, should one be asked for: `repository:name:pull` or `registry:catalog:*`. */
  readonly scope: string
  readonly maxBytes: number
  readonly timeoutMs: number
  readonly algorithm?: DigestAlgorithm | undefined
  readonly signal?: AbortSignal | undefined
}

/** HTTP with one registry: addresses checked, challenges answered, redirects followed, all of it bounded. */
export type RegistryClient = {
  readonly host: string
  readonly hasCredentials: boolean
  /** Whether the registry has asked for credentials or a token so far. */
  readonly isChallenged: () => boolean
  readonly environment: RegistryEnvironment
  /** The answer of whatever status, after authorisation and redirects. */
  readonly get: (request: RegistryRequest) => Promise<HttpResponse>
  /** A request to any allowed URL, without credentials of its own accord. */
  readonly send: (request: HttpRequest) => Promise<HttpResponse>
  /** The origin that serves the registry: the scheme is known once it has been reached. */
  readonly origin: (signal?: AbortSignal) => Promise<URL>
  readonly close: () => Promise<void>
}

type Base = {
  readonly url: URL
  readonly connections: Connections
  readonly authorizer: Authorizer
  readonly send: (request: HttpRequest) => Promise<HttpResponse>
}

function createBase(url: URL, options: RegistryOptions, environment: RegistryEnvironment): Base {
  const { limits, now } = environment
  const relatedHosts = options.relatedHosts ?? []
  const policy: AddressPolicy = createAddressPolicy({
    registry: url,
    allowPrivate: options.allowPrivate,
    insecure: options.insecure,
    relatedHosts,
    resolveAddresses: environment.resolveAddresses,
  })
  const connections = createConnections(url, options, policy, limits)
  const send = (request: HttpRequest): Promise<HttpResponse> =>
    sendWithRetries((one) => exchange(connections.dispatcherFor(one.url), one, { limits, now }), request, environment)
  const tokenHosts = [...(findQuirk(options.host)?.tokenHosts ?? []), ...relatedHosts]
  const authorizer = createAuthorizer({
    host: options.host,
    credentials: options.credentials,
    realmPolicy: { registry: url, tokenHosts },
    send,
    environment,
  })
  return { url, connections, authorizer, send }
}

/** Whether the registry may be spoken to without TLS; what it then speaks is found out at the first request. */
function mayBePlain({ insecure, allowPrivate }: RegistryOptions, url: URL): boolean {
  return insecure || (allowPrivate && isLoopbackHost(url.hostname))
}

export function createRegistryClient(options: RegistryOptions, environment: RegistryEnvironment): RegistryClient {
  const { limits } = environment
  const host = findQuirk(options.host)?.apiHost ?? options.host
  const secure = createBase(new URL(`https://${parseRegistryHost(host)}`), options, environment)
  const plain = mayBePlain(options, secure.url)
    ? createBase(new URL(`http://${parseRegistryHost(host)}`), options, environment)
    : null
  let chosen: Base | null = plain === null || options.caPem !== null ? secure : null
  let choosing: Promise<Base> | null = null

  // TLS first. Only a side that speaks no TLS at all is asked in plain: a certificate that fails is never a reason.
  async function choose(): Promise<Base> {
    if (plain === null) return secure
    const probe = { method: 'GET', headers: baseHeaders('*/*', environment), maxBytes: limits.maxErrorBytes } as const
    const request = { ...probe, url: new URL('/v2/', secure.url), timeoutMs: limits.documentTimeoutMs }
    try {
      await exchange(secure.connections.dispatcherFor(request.url), request, environment)
      return secure
    } catch (error) {
      if (isNoTls(error)) return plain
      throw error
    }
  }

  async function base(): Promise<Base> {
    if (chosen !== null) return chosen
    choosing ??= choose().finally(() => {
      choosing = null
    })
    chosen = await choosing
    return chosen
  }

  async function get(request: RegistryRequest): Promise<HttpResponse> {
    const { url, authorizer, send } = chosen ?? (await base())
    const { signal, scope } = request
    const toRequest = (authorization: string | null): HttpRequest => ({
      url: new URL(request.path, url),
      method: 'GET',
      headers: baseHeaders(request.accept, environment, authorization),
      maxBytes: request.maxBytes,
      timeoutMs: request.timeoutMs,
      algorithm: request.algorithm ?? null,
      signal,
    })
    const used = await authorizer.authorize(scope, signal)
    let sent = toRequest(used)
    let response = await send(sent)
    if (response.status === 401) {
      const better = await authorizer.answer(response, scope, used, signal)
      if (better !== null) {
        sent = toRequest(better)
        response = await send(sent)
      }
    }
    return response.status < 300 || response.status > 399
      ? response
      : followRedirects(response, sent, send, limits.maxRedirects)
  }

  return {
    host: options.host,
    hasCredentials: options.credentials !== null,
    isChallenged: () => chosen?.authorizer.isChallenged() ?? false,
    environment,
    get,
    send: async (request) => (await base()).send(request),
    origin: async () => (await base()).url,
    async close() {
      await Promise.all([secure.connections.close(), plain?.connections.close()])
    },
  }
}

function baseHeaders(
  accept: string,
  { userAgent }: RegistryEnvironment,
  authorization: string | null = null,
): Record<string, string> {
  // Encoded content would have to be inflated before it is hashed: it is asked for as it is.
  const headers: Record<string, string> = { accept, 'accept-encoding': 'identity', 'user-agent': userAgent }
  if (authorization !== null) headers.authorization = authorization
  return headers
}
