import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { LimitName, Limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { DigestAlgorithm } from '#lib/oci/digest.ts'
import type { ArrivalListener } from '../image-source.ts'
import { type BodyCollector, createBodyCollector } from './body-collector.ts'
import type { Lanes } from './lanes.ts'
import { toTransportError } from './to-transport-error.ts'

export type HttpRequest = {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** Bytes that an answer of 200 may have, and the name of that limit. */
  readonly maxBytes: number
  readonly limit?: LimitName | undefined
  /** Sees a large answer of 200 while it arrives. */
  readonly onArriving?: ArrivalListener | undefined
  /** Milliseconds for the whole exchange. */
  readonly timeoutMs: number
  /** Which hash of the body is wanted. */
  readonly algorithm?: DigestAlgorithm | null | undefined
  readonly signal?: AbortSignal | undefined
}

export type HttpResponse = {
  readonly url: URL
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly bytes: Buffer
  /** Of `bytes`, in hexadecimal, when an algorithm was asked for. */
  readonly hex: string | null
}

type Tools = { readonly limits: Limits; readonly now: () => number }

/** A header that must be there once: several are joined, as HTTP reads them. Null when absent. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name]
  return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value
}

export function cancelled(signal: AbortSignal): AppError {
  const { reason } = signal
  if (reason instanceof AppError) return reason
  const timedOut = reason instanceof Error && reason.name === 'TimeoutError'
  return timedOut
    ? new AppError('REGISTRY_TIMEOUT', 'The registry did not answer in the time there was.', { cause: reason })
    : new AppError('REQUEST_CANCELLED', 'The request was given up.', { cause: reason })
}

function claimedLength(headers: IncomingHttpHeaders): number | null {
  const text = headerOf(headers, 'content-length')
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}

/** Collects one answer within its bounds of size and time; settles once. */
class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: HttpRequest
  readonly #tools: Tools
  readonly #deadline: number
  readonly #resolve: (response: HttpResponse) => void
  readonly #reject: (error: AppError) => void
  #controller: Dispatcher.DispatchController | null = null
  #collector: BodyCollector | null = null
  #status = 0
  #headers: IncomingHttpHeaders = {}
  #settled = false

  constructor(
    request: HttpRequest,
    tools: Tools,
    resolve: (response: HttpResponse) => void,
    reject: (error: AppError) => void,
  ) {
    this.#request = request
    this.#tools = tools
    this.#deadline = tools.now() + request.timeoutMs
    this.#resolve = resolve
    this.#reject = reject
    request.signal?.addEventListener('abort', this.#onAbort, { once: true })
  }

  get isOver(): boolean {
    return this.#settled
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller
    if (this.#settled) controller.abort(new AppError('REQUEST_CANCELLED', 'The request was given up.'))
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return
    this.#status = status
    this.#headers = headers
    const { maxBytes, algorithm, onArriving } = this.#request
    const claimed = claimedLength(headers)
    const bound = status === 200 ? maxBytes : this.#tools.limits.maxErrorBytes
    const isWanted = status === 200
    this.#collector = createBodyCollector(bound, claimed, isWanted ? (algorithm ?? null) : null, {
      onArriving: isWanted ? onArriving : undefined,
    })
    if (status === 200 && claimed !== null && claimed > maxBytes) this.#stopReading()
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return
    const { host } = this.#request.url
    // Silence is bounded by undici; a drip never is silent, so it is measured here.
    if (this.#tools.now() > this.#deadline) {
      this.#fail(new AppError('REGISTRY_TIMEOUT', `${host} sends too slowly.`, { context: { host } }))
    } else if (this.#collector?.push(chunk) === false) {
      this.#stopReading()
    }
  }

  onResponseEnd(): void {
    this.#succeed()
  }

  onResponseError(_: Dispatcher.DispatchController | null, error: Error): void {
    this.#fail(toTransportError(error, this.#request.url, this.#status !== 0))
  }

  readonly #onAbort = (): void => {
    const { signal } = this.#request
    if (signal !== undefined) this.#fail(cancelled(signal))
  }

  /** A body of 200 that passes its bound is a failure; of any other, the beginning is enough. */
  #stopReading(): void {
    const { url, limit, maxBytes } = this.#request
    const error = new AppError('LIMIT_EXCEEDED', `${url.host} sent more than the ${maxBytes} bytes that are read.`, {
      context: { host: url.host, limit: limit ?? 'maxBytes', maximum: maxBytes },
    })
    if (this.#status !== 200) this.#succeed()
    else this.#fail(error)
    this.#controller?.abort(error)
  }

  #succeed(): void {
    if (!this.#settle()) return
    const body = this.#collector?.finish() ?? { bytes: Buffer.alloc(0), hex: null }
    this.#resolve({ url: this.#request.url, status: this.#status, headers: this.#headers, ...body })
  }

  #fail(error: AppError): void {
    if (!this.#settle()) return
    this.#reject(error)
    this.#controller?.abort(error)
  }

  #settle(): boolean {
    if (this.#settled) return false
    this.#settled = true
    this.#request.signal?.removeEventListener('abort', this.#onAbort)
    return true
  }
}

/**
 * One request and its whole answer, bounded in size and time. Rejects with an `AppError`; any status is an answer.
 * Bodies of other statuses than 200 are cut at `maxErrorBytes`: they are read for a code only.
 */
export function exchange(lanes: Lanes, request: HttpRequest, tools: Tools): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const { url, method, headers, body, signal } = request
    if (signal?.aborted) return reject(cancelled(signal))
    // undici closes the connection after some requests unless told not to.
    const options = { path: url.pathname + url.search, method, headers, body: body ?? null, reset: false }
    lanes.dispatch(options, new Exchange(request, tools, resolve, reject))
  })
}
