import { createAddressPolicy } from './address/address-policy.ts'
import { type RegistryEnvironment, systemEnvironment } from './registry-options.ts'
import { createConnections } from './transport/connections.ts'
import { exchange, type HttpRequest, type HttpResponse } from './transport/exchange.ts'
import { followRedirects } from './transport/follow-redirects.ts'
import { sendWithRetries } from './transport/send-with-retries.ts'

type DocumentOptions = {
  /** Who serves the documents. Plain HTTP only where this says so. */
  readonly base: URL
  /** The server itself may be on a private network. */
  readonly allowPrivate: boolean
  /** Certificates of further authorities, beside the public ones. */
  readonly caPem: string | null
}
type DocumentRequest = { readonly url: URL; readonly maxBytes: number; readonly signal?: AbortSignal | undefined }

/** Files of a server that is no registry, by the same rules of address, size and time. Any status is an answer. */
export type DocumentClient = {
  readonly get: (request: DocumentRequest) => Promise<HttpResponse>
  readonly close: () => Promise<void>
}

export function createDocumentClient(
  { base, allowPrivate, caPem }: DocumentOptions,
  environment: RegistryEnvironment = systemEnvironment,
): DocumentClient {
  const { limits, now, resolveAddresses, userAgent } = environment
  const insecure = base.protocol === 'http:'
  const policy = createAddressPolicy({ registry: base, allowPrivate, insecure, relatedHosts: [], resolveAddresses })
  const tls = { caPem, clientCertificatePem: null, clientKeyPem: null }
  const connections = createConnections(base, tls, policy, limits)
  const send = (request: HttpRequest): Promise<HttpResponse> =>
    sendWithRetries((one) => exchange(connections.dispatcherFor(one.url), one, { limits, now }), request, environment)
  return {
    async get({ url, maxBytes, signal }) {
      const headers = { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': userAgent }
      const timeoutMs = limits.documentTimeoutMs
      const request: HttpRequest = { url, method: 'GET', headers, maxBytes, timeoutMs, signal }
      return followRedirects(await send(request), request, send, limits.maxRedirects)
    },
    close: () => connections.close(),
  }
}
