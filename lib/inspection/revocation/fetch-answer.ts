import { type AppError, isAppError } from '#lib/errors/app-error.ts'
import { encodeOcspRequest } from '#lib/notation/revocation/certificate-id.ts'
import type { Issued } from '#lib/notation/revocation/list-questions.ts'
import type { RevocationPlace } from '#lib/notation/revocation/revocation.ts'
import type { RegistryEnvironment } from '#lib/registry/registry-options.ts'
import { createConnections } from '#lib/registry/transport/connections.ts'
import { exchange } from '#lib/registry/transport/exchange.ts'
import { createResponderPolicy } from './responder-policy.ts'

/** Bytes, or why there are none. `isDead`: the host itself did not answer, so that other questions to it are in vain too. */
export type Fetched =
  | { readonly bytes: Uint8Array; readonly problem: null; readonly isDead: false }
  | { readonly bytes: null; readonly problem: string; readonly isDead: boolean }

export type FetchAnswer = (url: URL, method: RevocationPlace['method']) => Promise<Fetched>

/** The address to fetch from: with the question in it where a responder is asked (RFC 6960 §A.1). */
export function toUrl({ method, url }: RevocationPlace, about: Issued): URL {
  const target = new URL(url)
  target.hash = ''
  if (method === 'crl') return target
  const question = encodeURIComponent(Buffer.from(encodeOcspRequest(about)).toString('base64'))
  target.pathname = `${target.pathname.replace(/\/$/, '')}/${question}`
  return target
}

const tlsOptions = { caPem: null, clientCertificatePem: null, clientKeyPem: null }

/** Fetches answers by the rules of address, size and time that registries are read by. Redirects are not followed. */
export function createFetchAnswer(privateHosts: readonly string[], environment: RegistryEnvironment): FetchAnswer {
  const { limits, now, resolveAddresses, userAgent } = environment
  return async (url, method) => {
    const policy = createResponderPolicy({ place: url, privateHosts, resolveAddresses })
    const connections = createConnections(url, tlsOptions, policy, limits)
    const isList = method === 'crl'
    const timeoutMs = isList ? limits.revocationListTimeoutMs : limits.revocationTimeoutMs
    try {
      const { status, bytes } = await exchange(
        connections.dispatcherFor(url),
        {
          url,
          method: 'GET',
          headers: { accept: '*/*', 'accept-encoding': 'identity', 'user-agent': userAgent },
          maxBytes: isList ? limits.maxRevocationListBytes : limits.maxRevocationAnswerBytes,
          timeoutMs,
          // Silence is bounded for registries, who may take longer.
          signal: AbortSignal.timeout(timeoutMs),
        },
        { limits, now },
      )
      if (status === 200) return { bytes, problem: null, isDead: false }
      return { bytes: null, problem: `answered with status ${status}`, isDead: false }
    } catch (error) {
      if (!isAppError(error)) throw error
      return { bytes: null, ...describeFailure(error) }
    } finally {
      // What still hangs ends by its own time-outs; nobody waits for it.
      void connections.close().catch(() => undefined)
    }
  }
}

function describeFailure({ code, message }: AppError): { readonly problem: string; readonly isDead: boolean } {
  switch (code) {
    case 'LIMIT_EXCEEDED':
      return { problem: 'sent more than is read', isDead: false }
    case 'REGISTRY_ADDRESS_REFUSED':
      return { problem: message.slice(message.indexOf(' is not asked') + 1), isDead: true }
    case 'REGISTRY_TIMEOUT':
      return { problem: 'did not answer in time', isDead: true }
    default:
      return { problem: 'cannot be reached', isDead: true }
  }
}
