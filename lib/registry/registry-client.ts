import type { LimitName } from '#lib/config/limits.ts'
import type { DigestAlgorithm } from '#lib/oci/digest.ts'
import { parseRegistryHost } from '#lib/oci/reference.ts'
import { type AddressPolicy, createAddressPolicy, isLoopbackHost } from './address/address-policy.ts'
import { createAuthorizer } from './auth/create-authorizer.ts'
import { type Base, createBaseChooser } from './choose-base.ts'
import type { ArrivalListener } from './image-source.ts'
import { findQuirk } from './quirks.ts'
import type { RegistryEnvironment, RegistryOptions } from './registry-options.ts'
import { createConnections } from './transport/connections.ts'
import { exchange, type HttpRequest, type HttpResponse, headerOf } from './transport/exchange.ts'
import { followRedirects } from './transport/follow-redirects.ts'
import { isTransient, sendWithRetries } from './transport/send-with-retries.ts'

export type RegistryRequest = {
  /** Path and query below the registry's origin. */
  readonly path: string
  readonly accept: string
  /** The scope of a token, should one be asked for: `repository:name:pull` or `registry:catalog:*`. */
  readonly scope: string
  readonly maxBytes: number
  readonly onArriving?: ArrivalListener | undefined
  readonly limit?: LimitName | undefined
  readonly timeoutMs: number
  readonly algorithm?: DigestAlgorithm | undefined
  /** Gives a redirect as the answer instead of following it. */
  readonly keepRedirect?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** HTTP with one registry: addresses checked, challenges answered, redirects followed, all of it bounded. */
export type RegistryClient = {
  readonly host: string
  readonly hasCredentials: boolean
  /** Whether the registry has asked for credentials or a token so far. */
  readonly isChallenged: () => boolean
  /** Whether the registry has said that it keeps GPG signatures. */
  readonly announcesGpgSignatures: () => boolean
  readonly environment: RegistryEnvironment
  /** The answer of whatever status, after authorisation and redirects. */
  readonly get: (request: RegistryRequest) => Promise<HttpResponse>
  /** A request to any allowed URL, without credentials of its own accord. */
  readonly send: (request: HttpRequest) => Promise<HttpResponse>
  /** The origin that serves the registry: the scheme is known once it has been reached. */
  readonly origin: (signal?: AbortSignal) => Promise<URL>
  readonly close: () => Promise<void>
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
  const tokenHosts = [...(findQuirk(options.host, environment.quirks)?.tokenHosts ?? []), ...relatedHosts]
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
function mayBePlain({ insecure, allowPrivate, caPem }: RegistryOptions, url: URL): boolean {
  // Who names an authority for loopback expects TLS there.
  return insecure || (allowPrivate && caPem === null && isLoopbackHost(url.hostname))
}

export function createRegistryClient(options: RegistryOptions, environment: RegistryEnvironment): RegistryClient {
  const { limits } = environment
  const host = parseRegistryHost(findQuirk(options.host, environment.quirks)?.apiHost ?? options.host)
  const secure = createBase(new URL(`https://${host}`), options, environment)
  const plain = mayBePlain(options, secure.url) ? createBase(new URL(`http://${host}`), options, environment) : null
  const plainFirst = isLoopbackHost(secure.url.hostname)
  let announcesGpgSignatures = false
  const chooser = createBaseChooser({ secure, plain, plainFirst }, environment)

  async function findBase(signal?: AbortSignal): Promise<Base> {
    const known = chooser.known()
    if (known !== null) return known
    const request = { path: '/v2/', accept: 'application/json', scope: '', signal }
    const bounds = { maxBytes: limits.maxErrorBytes, timeoutMs: limits.documentTimeoutMs }
    return (await chooser.contact(({ url }) => toHttpRequest(url, { ...request, ...bounds }, null, environment))).base
  }

  async function get(request: RegistryRequest): Promise<HttpResponse> {
    const { signal, scope } = request
    const { base, response: first } = await chooser.contact(({ url }) => toHttpRequest(url, request, null, environment))
    const { authorizer, send, url } = base
    const used = first === null ? await authorizer.authorize(scope, signal) : null
    let sent = toHttpRequest(url, request, used, environment)
    let response = first === null || isTransient(first) ? await send(sent) : first
    if (response.status === 401) {
      const better = await authorizer.answer(response, scope, used, signal)
      if (better !== null) {
        sent = toHttpRequest(url, request, better, environment)
        response = await send(sent)
      }
    }
    if (headerOf(response.headers, 'x-registry-supports-signatures') === '1') announcesGpgSignatures = true
    return response.status < 300 || response.status > 399 || request.keepRedirect === true
      ? response
      : followRedirects(response, sent, send, limits.maxRedirects)
  }

  return {
    host: options.host,
    hasCredentials: options.credentials !== null,
    announcesGpgSignatures: () => announcesGpgSignatures,
    isChallenged: () => chooser.known()?.authorizer.isChallenged() ?? false,
    environment,
    get,
    send: async (request) => (await findBase(request.signal)).send(request),
    origin: async (signal) => (await findBase(signal)).url,
    async close() {
      await Promise.all([secure.connections.close(), plain?.connections.close()])
    },
  }
}

function toHttpRequest(
  url: URL,
  { path, accept, maxBytes, onArriving, limit, timeoutMs, algorithm, signal }: RegistryRequest,
  authorization: string | null,
  { userAgent }: RegistryEnvironment,
): HttpRequest {
  // Encoded content would have to be inflated before it is hashed: it is asked for as it is.
  const headers: Record<string, string> = { accept, 'accept-encoding': 'identity', 'user-agent': userAgent }
  if (authorization !== null) headers.authorization = authorization
  return {
    url: new URL(path, url),
    method: 'GET',
    headers,
    maxBytes,
    onArriving,
    limit,
    timeoutMs,
    algorithm: algorithm ?? null,
    signal,
  }
}
