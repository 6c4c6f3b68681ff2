import { AppError } from '#lib/errors/app-error.ts'
import { route } from './route.ts'

const methods = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'] as const
type Method = (typeof methods)[number]
type OwnMethod = Exclude<Method, 'HEAD' | 'OPTIONS'>
type OtherMethod<Own extends OwnMethod> = Exclude<Method, Own | ('GET' extends Own ? 'HEAD' : never)>
type Handler = ReturnType<typeof route>

/**
 * Handlers for the methods that an address does not have: OPTIONS says which it has, the rest are refused (RFC 9110
 * §15.5.6). Without them Next answers an empty 405. It answers HEAD by GET itself.
 */
export function otherMethods<Own extends OwnMethod>(...own: Own[]): Record<OtherMethod<Own>, Handler> {
  const isOwn = (method: Method): boolean => own.some((one) => one === method || (one === 'GET' && method === 'HEAD'))
  const allow = methods.filter((method) => isOwn(method) || method === 'OPTIONS').join(', ')
  const refuse = route({
    anyQuery: true,
    handle({ request }) {
      throw new AppError(
        'METHOD_NOT_ALLOWED',
        `${request.method} is not among the methods of this address: ${allow}.`,
        {
          context: { allow },
        },
      )
    },
  })
  const options = route({
    anyQuery: true,
    handle: () => new Response(null, { status: 204, headers: { allow, 'cache-control': 'no-store' } }),
  })
  const handlers = methods
    .filter((method) => !isOwn(method))
    .map((method) => [method, method === 'OPTIONS' ? options : refuse] as const)
  return Object.fromEntries(handlers) as Record<OtherMethod<Own>, Handler>
}
