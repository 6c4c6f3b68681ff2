import { type AppError, isAppError } from '#lib/errors/app-error.ts'
import { errorCatalogue } from '#lib/errors/catalogue.ts'
import type { ErrorCode } from '#lib/errors/codes.ts'
import type { Problem } from './contract/common.ts'

/** The documentation page of a code, as a reference relative to this server (RFC 9457 §3.1.1 allows relative ones). */
export const problemType = (code: ErrorCode): string => `/docs/errors/${code}`

/** What the caller is told about an error. Anything unexpected becomes `INTERNAL` without its message. */
export function toProblem(error: unknown, instance: string): Problem {
  if (isAppError(error)) return problemOf(error, instance)
  const { status, title, cause, remedy } = errorCatalogue.INTERNAL
  return { type: problemType('INTERNAL'), title, status, code: 'INTERNAL', detail: cause, remedy, instance }
}

function problemOf(error: AppError, instance: string): Problem {
  const { status, title, remedy } = errorCatalogue[error.code]
  const context = Object.keys(error.context).length === 0 ? {} : { context: { ...error.context } }
  return {
    type: problemType(error.code),
    title,
    status,
    code: error.code,
    detail: error.message,
    remedy,
    instance,
    ...context,
  }
}

/** The `application/problem+json` response (RFC 9457); a wait that a registry asked for is passed on as `Retry-After`, the methods of an address as `Allow`. */
export function problemResponse(problem: Problem): Response {
  const headers = new Headers({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  })
  const wait = problem.context?.retryAfterSeconds
  if (typeof wait === 'number') headers.set('retry-after', String(wait))
  const allow = problem.context?.allow
  if (problem.code === 'METHOD_NOT_ALLOWED' && typeof allow === 'string') headers.set('allow', allow)
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}
