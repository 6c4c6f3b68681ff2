import type { ZodType } from 'zod'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { getRuntime, type Runtime } from '#lib/runtime/runtime.ts'
import { shutdownSignal } from '#lib/runtime/shutdown.ts'
import { assertFromHere } from './origin.ts'
import { problemResponse, toProblem } from './problem.ts'
import { parseBody, parseQuery, refuseQuery } from './request.ts'

const defaultMaxBodyBytes = 1024 * 1024

/** What a route handler is given: everything is parsed, and `signal` ends when the client goes away. */
export type RouteContext<Query, Body, Params> = {
  readonly runtime: Runtime
  readonly query: Query
  readonly body: Body
  readonly params: Params
  readonly request: Request
  readonly signal: AbortSignal
}

type RouteSpec<Query, Body, Params> = {
  readonly query?: ZodType<Query>
  readonly body?: ZodType<Body>
  readonly params?: ZodType<Params>
  readonly maxBodyBytes?: number
  /** Lets any query through, for the answer that there is nothing here. */
  readonly anyQuery?: true
  readonly handle: (context: RouteContext<Query, Body, Params>) => Promise<Response> | Response
}

type HandlerContext = { params: Promise<Record<string, string | string[] | undefined>> }
type Handler = (request: Request, context: HandlerContext) => Promise<Response>

/**
 * A route: checks where the request comes from, parses it, makes one call, maps errors.
 * What is not described by the specification's schemas is refused, not ignored.
 */
export function route<Query = undefined, Body = undefined, Params = undefined>(
  spec: RouteSpec<Query, Body, Params>,
): Handler {
  return async (request, context) => {
    const url = new URL(request.url)
    const runtime = await getRuntime().catch((error: unknown) => error)
    if (!isRuntime(runtime)) return problemResponse(toProblem(runtime, url.pathname))
    const response = await respond(spec, request, context, url, runtime)
    runtime.metrics.countAnswer(request.method, response.status)
    return response
  }
}

async function respond<Query, Body, Params>(
  spec: RouteSpec<Query, Body, Params>,
  request: Request,
  context: HandlerContext,
  url: URL,
  runtime: Runtime,
): Promise<Response> {
  try {
    assertFromHere(request, runtime.config)
    if (spec.query === undefined && spec.anyQuery === undefined) refuseQuery(url)
    const query = spec.query === undefined ? (undefined as Query) : parseQuery(url, spec.query)
    const params = spec.params === undefined ? (undefined as Params) : parseParams(await context.params, spec.params)
    const body =
      spec.body === undefined
        ? (undefined as Body)
        : await parseBody(request, spec.body, spec.maxBodyBytes ?? defaultMaxBodyBytes)
    return await spec.handle({
      runtime,
      query,
      body,
      params,
      request,
      signal: AbortSignal.any([request.signal, shutdownSignal()]),
    })
  } catch (error) {
    return failed(error, request, url, runtime)
  }
}

const isRuntime = (value: unknown): value is Runtime =>
  typeof value === 'object' && value !== null && 'config' in value && 'sources' in value

function parseParams<Params>(values: unknown, schema: ZodType<Params>): Params {
  const parsed = schema.safeParse(values)
  if (!parsed.success) throw new AppError('NOT_FOUND', 'There is nothing under this address.')
  return parsed.data
}

function failed(error: unknown, request: Request, url: URL, runtime: Runtime): Response {
  const problem = toProblem(toReported(error, request), url.pathname)
  if (problem.code === 'INTERNAL') runtime.log.error({ err: error, path: url.pathname }, 'a request failed')
  return problemResponse(problem)
}

/** Who cut the work short: the client by going away, or the server by stopping while the client still waits. */
function toReported(error: unknown, request: Request): unknown {
  if (request.signal.aborted) {
    if (isAppError(error)) return error
    return new AppError('REQUEST_CANCELLED', 'The client went away before the answer was ready.')
  }
  const isCut = !isAppError(error) || error.code === 'REQUEST_CANCELLED'
  if (!isCut || !shutdownSignal().aborted) return error
  return new AppError('SERVER_STOPPING', 'The server was told to stop before this answer was ready.', { cause: error })
}
