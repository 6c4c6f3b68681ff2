import { isAppError } from '#lib/errors/app-error.ts'
import type { RegistryEnvironment } from '../registry-options.ts'
import { cancelled, type HttpRequest, type HttpResponse, headerOf } from './exchange.ts'
import { parseRetryAfter } from './retry-after.ts'

const transientStatuses: readonly number[] = [429, 500, 502, 503, 504]
// A dropped kept connection says nothing about the registry; a refused one and a missing name do.
const transientCauses: readonly unknown[] = ['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'EAI_AGAIN']

/** Whether a repetition may be answered otherwise. */
export const isTransient = ({ status }: HttpResponse): boolean => transientStatuses.includes(status)

const isTransientError = (error: unknown): boolean =>
  isAppError(error, 'REGISTRY_UNREACHABLE', 'REGISTRY_PROTOCOL') && transientCauses.includes(error.context.cause)

/** Sends until there is an answer that a repetition would not change, at most `maxAttempts` times. */
export async function sendWithRetries(
  send: (request: HttpRequest) => Promise<HttpResponse>,
  request: HttpRequest,
  { limits, now, wait }: RegistryEnvironment,
): Promise<HttpResponse> {
  for (let attempt = 1; ; attempt += 1) {
    const last = attempt >= limits.maxAttempts
    let pauseMs = limits.retryBaseMs * 2 ** (attempt - 1)
    try {
      const response = await send(request)
      if (last || !isTransient(response)) return response
      const retryAfter = headerOf(response.headers, 'retry-after')
      pauseMs = parseRetryAfter(retryAfter, now(), limits.maxRetryAfterMs) ?? pauseMs
      if (pauseMs > limits.maxRetryWaitMs) return response
    } catch (error) {
      if (last || !isTransientError(error)) throw error
    }
    await wait(pauseMs, request.signal).catch((error: unknown) => {
      throw request.signal?.aborted ? cancelled(request.signal) : error
    })
  }
}
