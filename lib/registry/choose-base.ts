import { isAppError } from '#lib/errors/app-error.ts'
import type { Authorizer } from './auth/create-authorizer.ts'
import type { RegistryEnvironment } from './registry-options.ts'
import type { Connections } from './transport/connections.ts'
import { exchange, type HttpRequest, type HttpResponse } from './transport/exchange.ts'
import { isNoTls } from './transport/to-transport-error.ts'

/** One way to reach a registry: an origin with its connections and what is known of its authorisation. */
export type Base = {
  readonly url: URL
  readonly connections: Connections
  readonly authorizer: Authorizer
  /** With retries. */
  readonly send: (request: HttpRequest) => Promise<HttpResponse>
}

/** The base that was found, and its answer when finding it took the request itself. */
type Contact = { readonly base: Base; readonly response: HttpResponse | null }

export type BaseChooser = {
  readonly known: () => Base | null
  /** Finds out by a request, without credentials, whether TLS or plain HTTP is spoken. */
  readonly contact: (toRequest: (base: Base) => HttpRequest) => Promise<Contact>
}

type Bases = {
  readonly secure: Base
  /** Null where plain HTTP is not allowed. */
  readonly plain: Base | null
  /** Loopback: nobody is between, and servers that speak no TLS may wait for ever on a handshake. */
  readonly plainFirst: boolean
}

const droppedCauses: readonly unknown[] = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']

/** Whether a failure in plain may come from a side that expects TLS: it hangs up, or answers with an alert. */
const mayWantTls = (error: unknown): boolean =>
  isAppError(error, 'REGISTRY_PROTOCOL') ||
  (isAppError(error, 'REGISTRY_UNREACHABLE') && droppedCauses.includes(error.context.cause))

export function createBaseChooser({ secure, plain, plainFirst }: Bases, environment: RegistryEnvironment): BaseChooser {
  let chosen: Base | null = plain === null ? secure : null

  const ask = (base: Base, request: HttpRequest): Promise<HttpResponse> =>
    exchange(base.connections.dispatcherFor(request.url), request, environment)

  /** Asks over TLS; null when the other side speaks none. Failures that say nothing about that are thrown. */
  async function contactSecure(toRequest: (base: Base) => HttpRequest): Promise<Contact | null> {
    try {
      return { base: secure, response: await ask(secure, toRequest(secure)) }
    } catch (error) {
      if (isNoTls(error) || isAppError(error, 'REGISTRY_TIMEOUT')) return null
      // A certificate that fails is TLS, and never a reason to do without it.
      if (isAppError(error, 'REGISTRY_TLS')) return { base: secure, response: null }
      throw error
    }
  }

  async function contactPlain(base: Base, toRequest: (base: Base) => HttpRequest): Promise<Contact> {
    const response = await ask(base, toRequest(base)).catch((error: unknown) => {
      if (!mayWantTls(error)) throw error
      return null
    })
    // Go and nginx answer 400 in plain on a port with TLS.
    if (response !== null && response.status !== 400) return { base, response }
    return (await contactSecure(toRequest)) ?? { base, response }
  }

  return {
    known: () => chosen,
    async contact(toRequest) {
      if (chosen !== null || plain === null) return { base: chosen ?? secure, response: null }
      const found = plainFirst
        ? await contactPlain(plain, toRequest)
        : ((await contactSecure(toRequest)) ?? { base: plain, response: null })
      chosen = found.base
      return found
    },
  }
}
