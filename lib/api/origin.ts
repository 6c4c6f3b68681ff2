import { isAllowedHost, isAllowedOrigin } from '#lib/config/allowed-hosts.ts'
import type { Config } from '#lib/config/load-config.ts'
import { AppError } from '#lib/errors/app-error.ts'

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses requests under a foreign `Host` (DNS rebinding) and changes that a foreign page sends (`Origin`).
 * The check is here, in every handler, not in a proxy in front of them.
 */
export function assertFromHere(request: Request, config: Pick<Config, 'baseUrl' | 'listen'>): void {
  const host = request.headers.get('host')
  if (host === null || !isAllowedHost(config, host)) {
    throw new AppError('REQUEST_FORBIDDEN', 'The Host of the request is not an address of this server.', {
      context: { host: (host ?? '').slice(0, 255) },
    })
  }
  if (safeMethods.has(request.method)) return
  const origin = request.headers.get('origin')
  if (origin !== null && !isAllowedOrigin(config, origin)) {
    throw new AppError('REQUEST_FORBIDDEN', 'The Origin of the request is not an address of this server.', {
      context: { origin: origin.slice(0, 255) },
    })
  }
}
