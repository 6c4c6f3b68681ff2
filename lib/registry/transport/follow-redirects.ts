import { AppError } from '#lib/errors/app-error.ts'
import { refuseAddress } from '../address/address-policy.ts'
import { type HttpRequest, type HttpResponse, headerOf } from './exchange.ts'

const redirectStatuses: readonly number[] = [301, 302, 303, 307, 308]

/** The URL that an answer redirects to, null when it does not. Throws when the target is none or a downgrade. */
export function parseRedirect({ url, status, headers }: HttpResponse): URL | null {
  if (!redirectStatuses.includes(status)) return null
  const location = headerOf(headers, 'location')
  const target = location === null || !URL.canParse(location, url) ? null : new URL(location, url)
  if (target === null) {
    throw new AppError('REGISTRY_PROTOCOL', `${url.host} redirects without saying where to.`, {
      context: { host: url.host, status },
    })
  }
  if (url.protocol === 'https:' && target.protocol !== 'https:') {
    throw refuseAddress(target, `${url.hostname} redirects from TLS to an unprotected connection`)
  }
  return target
}

/** Follows redirects of an answer. Headers with credentials stay at the origin that they were meant for. */
export async function followRedirects(
  first: HttpResponse,
  request: HttpRequest,
  send: (request: HttpRequest) => Promise<HttpResponse>,
  maxRedirects: number,
): Promise<HttpResponse> {
  let response = first
  for (let count = 0; ; count += 1) {
    const target = parseRedirect(response)
    if (target === null) return response
    if (count === maxRedirects) {
      throw new AppError('REGISTRY_PROTOCOL', `${request.url.host} redirects more than ${maxRedirects} times.`, {
        context: { host: request.url.host, limit: 'maxRedirects', maximum: maxRedirects },
      })
    }
    const { authorization: _, ...withoutCredentials } = request.headers
    const headers = target.origin === request.url.origin ? request.headers : withoutCredentials
    response = await send({ ...request, url: target, headers })
  }
}
