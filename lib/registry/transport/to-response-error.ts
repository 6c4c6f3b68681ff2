import type { Limits } from '#lib/config/limits.ts'
import { AppError, type ErrorContext } from '#lib/errors/app-error.ts'
import { type HttpResponse, headerOf } from './exchange.ts'
import { parseRetryAfter } from './retry-after.ts'

export type ResponseErrorOptions = {
  /** Names what was asked, as in "has no …". */
  readonly what: string
  /** Whether credentials had been given. */
  readonly credentials: boolean
  readonly now: () => number
  readonly limits: Limits
}

/** Whether somebody else answered: a login page, a proxy, a web server. */
export function isHtml({ headers, bytes }: HttpResponse): boolean {
  const type = headerOf(headers, 'content-type')?.toLowerCase() ?? ''
  return (
    type.startsWith('text/html') ||
    type.startsWith('application/xhtml') ||
    /^\s*<(?:!doctype|html)/i.test(bytes.subarray(0, 64).toString('latin1'))
  )
}

/** The registry's own error code (distribution-spec, Error Codes), null when it is none: upstream text is never repeated. */
export function parseRegistryCode(bytes: Uint8Array): string | null {
  try {
    const answer = JSON.parse(Buffer.from(bytes).toString('utf8')) as { errors?: { code?: unknown }[] } | null
    const code = Array.isArray(answer?.errors) ? answer.errors[0]?.code : undefined
    return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : null
  } catch {
    return null
  }
}

// Some registries answer 400 for a name or tag that they could never hold.
const isNameRefused = (registryCode: ErrorContext[string] | undefined): boolean =>
  typeof registryCode === 'string' &&
  ['NAME_INVALID', 'TAG_INVALID', 'NAME_UNKNOWN', 'MANIFEST_UNKNOWN'].includes(registryCode)

function rateLimited(response: HttpResponse, context: ErrorContext, options: ResponseErrorOptions): AppError {
  const { limits, now } = options
  const waitMs = parseRetryAfter(headerOf(response.headers, 'retry-after'), now(), limits.maxRetryAfterMs)
  const seconds = waitMs === null ? null : Math.ceil(waitMs / 1000)
  const hint = seconds === null ? '' : ` It can be asked again in ${seconds} s.`
  return new AppError('REGISTRY_RATE_LIMITED', `${response.url.host} asks to slow down.${hint}`, {
    context: { ...context, retryAfterSeconds: seconds },
  })
}

/** `REGISTRY_UNAUTHORIZED`, saying whether credentials were refused or are missing. `scheme`: how the registry asked. */
export function unauthorized(
  host: string,
  given: boolean,
  status: number,
  scheme: 'basic' | 'bearer' | null = null,
): AppError {
  const message = given
    ? `${host} refused the credentials that are stored for it.`
    : `${host} asks for credentials, and none are stored for it.`
  return new AppError('REGISTRY_UNAUTHORIZED', message, {
    context: { host, status, credentials: given ? 'refused' : 'none', scheme },
  })
}

/** That something is not there is an answer like any other, several for each image: nobody reads a stack trace of it. */
function withoutTrace(create: () => AppError): AppError {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    return create()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** What an answer other than 200 means. */
export function toResponseError(response: HttpResponse, options: ResponseErrorOptions): AppError {
  const { status, url } = response
  const context: ErrorContext = { host: url.host, status, registryCode: parseRegistryCode(response.bytes) }
  if (status === 401) return unauthorized(url.host, options.credentials, status)
  if (status === 429) return rateLimited(response, context, options)
  if (status >= 500) {
    return new AppError('REGISTRY_UNAVAILABLE', `${url.host} has a fault: it answered ${status}.`, { context })
  }
  if (isHtml(response)) {
    return new AppError('REGISTRY_PROTOCOL', `${url.host} answered ${status} with a web page instead of an image.`, {
      context,
    })
  }
  if (status === 403) {
    return new AppError('REGISTRY_FORBIDDEN', `${url.host} refuses access to ${options.what}.`, { context })
  }
  if (status === 404 || status === 410 || (status === 400 && isNameRefused(context.registryCode))) {
    return withoutTrace(() => new AppError('IMAGE_NOT_FOUND', `${url.host} has no ${options.what}.`, { context }))
  }
  if (status === 406) {
    return new AppError('MANIFEST_UNSUPPORTED', `${url.host} has ${options.what} in no form that is read.`, { context })
  }
  return new AppError('REGISTRY_PROTOCOL', `${url.host} answered ${status}, which no registry does here.`, { context })
}
