import type { IncomingHttpHeaders } from 'node:http'
import type { Dispatcher } from 'undici'
import type { LimitName, Limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { DigestAlgorithm } from '#lib/oci/digest.ts'
import { type BodyCollector, createBodyCollector } from './body-collector.ts'
import { toTransportError } from './to-transport-error.ts'

export type HttpRequest = {
  readonly url: URL
  readonly method: 'GET' | 'POST'
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | undefined
  /** Bytes that an answer of 200 may have, and the name of that limit. */
  readonly maxBytes: number
  readonly limit?: LimitName | undefined
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

/**
 * One request and its whole answer, bounded in size and time. Rejects with an `AppError`; any status is an answer.
 * Bodies of other statuses than 200 are cut at `maxErrorBytes`: they are read for a code only.
 */
export function exchange(dispatcher: Dispatcher, request: HttpRequest, tools: Tools): Promise<HttpResponse> {
  const { url, signal, maxBytes } = request
  const { limits, now } = tools
  const deadline = now() + request.timeoutMs
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(cancelled(signal))
    let controller: Dispatcher.DispatchController | null = null
    let collector: BodyCollector | null = null
    let status = 0
    let headers: IncomingHttpHeaders = {}
    let done = false

    const onAbort = () => {
      if (signal !== undefined) fail(cancelled(signal))
    }
    const settle = (): boolean => {
      if (done) return false
      done = true
      signal?.removeEventListener('abort', onAbort)
      return true
    }
    const succeed = () => {
      if (!settle()) return
      const body = collector?.finish() ?? { bytes: Buffer.alloc(0), hex: null }
      resolve({ url, status, headers, ...body })
    }
    const fail = (error: AppError) => {
      if (!settle()) return
      reject(error)
      controller?.abort(error)
    }
    const tooLong = () => {
      if (status !== 200) {
        succeed()
        controller?.abort(new AppError('LIMIT_EXCEEDED', 'The rest is not read.'))
        return
      }
      fail(
        new AppError('LIMIT_EXCEEDED', `${url.host} sent more than the ${maxBytes} bytes that are read.`, {
          context: { host: url.host, limit: request.limit ?? 'maxBytes', maximum: maxBytes },
        }),
      )
    }

    signal?.addEventListener('abort', onAbort, { once: true })
    dispatcher.dispatch(
      {
        path: url.pathname + url.search,
        method: request.method,
        headers: request.headers,
        body: request.body ?? null,
        // undici closes the connection after some requests unless told not to.
        reset: false,
      },
      {
        onRequestStart(started) {
          controller = started
          if (done) started.abort(new AppError('REQUEST_CANCELLED', 'The request was given up.'))
        },
        onResponseStart(_, responseStatus, responseHeaders) {
          if (responseStatus < 200) return
          status = responseStatus
          headers = responseHeaders
          const claimed = claimedLength(headers)
          const bound = status === 200 ? maxBytes : limits.maxErrorBytes
          collector = createBodyCollector(bound, claimed, status === 200 ? (request.algorithm ?? null) : null)
          if (status === 200 && claimed !== null && claimed > maxBytes) tooLong()
        },
        onResponseData(_, chunk) {
          if (done) return
          // Silence is bounded by undici; a drip never is silent, so it is measured here.
          if (now() > deadline) {
            fail(new AppError('REGISTRY_TIMEOUT', `${url.host} sends too slowly.`, { context: { host: url.host } }))
          } else if (collector?.push(chunk) === false) tooLong()
        },
        onResponseEnd: succeed,
        onResponseError(_, error) {
          fail(toTransportError(error, url, status !== 0))
        },
      },
    )
  })
}
