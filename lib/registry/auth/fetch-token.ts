import type { Limits } from '#lib/config/limits.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import type { RegistryCredentials } from '../registry-options.ts'
import type { HttpRequest, HttpResponse } from '../transport/exchange.ts'
import { toResponseError, unauthorized } from '../transport/to-response-error.ts'

export type Token = { readonly value: string; readonly lifetimeMs: number }

export type TokenRequest = {
  readonly realm: URL
  readonly service: string | null
  readonly scope: string | null
  readonly credentials: RegistryCredentials | null
  readonly host: string
}

const clientId = 'touchstone'
// RFC 6750 §2.1; anything else could break out of the header.
const tokenPattern = /^[A-Za-z0-9\-._~+/]+=*$/

export const toBasic = (username: string, password: string): string =>
  `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`

/** The request for a token: GET with Basic (distribution, token.md), or POST with a refresh token (oauth.md). */
function toRequest({ realm, service, scope, credentials }: TokenRequest, limits: Limits): HttpRequest {
  const bounds = {
    maxBytes: limits.maxTokenBytes,
    limit: 'maxTokenBytes' as const,
    timeoutMs: limits.documentTimeoutMs,
  }
  const scopes = scope === null || scope === '' ? [] : scope.split(' ').filter((part) => part !== '')
  if (credentials?.kind === 'identity-token') {
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId })
    if (service !== null) form.set('service', service)
    if (scopes.length > 0) form.set('scope', scopes.join(' '))
    form.set('refresh_token', credentials.token)
    const headers = { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' }
    return { url: realm, method: 'POST', headers, body: form.toString(), ...bounds }
  }
  const url = new URL(realm)
  if (service !== null) url.searchParams.set('service', service)
  for (const part of scopes) url.searchParams.append('scope', part)
  const headers: Record<string, string> = { accept: 'application/json' }
  if (credentials !== null) {
    url.searchParams.set('account', credentials.username)
    headers.authorization = toBasic(credentials.username, credentials.password)
  }
  return { url, method: 'GET', headers, ...bounds }
}

function parseLifetime(value: unknown, { minTokenLifetimeMs, maxTokenLifetimeMs }: Limits): number {
  const milliseconds = typeof value === 'number' && Number.isFinite(value) ? value * 1000 : minTokenLifetimeMs
  return Math.min(Math.max(milliseconds, minTokenLifetimeMs), maxTokenLifetimeMs)
}

/** Reads a token service's answer: `token` or `access_token`, and `expires_in` in seconds, clamped. */
export function parseTokenAnswer(bytes: Uint8Array, host: string, limits: Limits): Token {
  let answer: unknown
  try {
    answer = JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    answer = null
  }
  const members = typeof answer === 'object' && answer !== null ? (answer as Record<string, unknown>) : {}
  const value = [members.token, members.access_token].find((text) => typeof text === 'string' && text !== '')
  if (typeof value !== 'string' || value.length > limits.maxTokenBytes || !tokenPattern.test(value)) {
    // The body may hold secrets: it is not quoted.
    throw new AppError('REGISTRY_PROTOCOL', `The token service of ${host} answered without a usable token.`, {
      context: { host },
    })
  }
  return { value, lifetimeMs: parseLifetime(members.expires_in, limits) }
}

/** Asks a token service for a token. A refusal is `REGISTRY_UNAUTHORIZED` or, with credentials, `REGISTRY_FORBIDDEN`. */
export async function fetchToken(
  request: TokenRequest,
  send: (request: HttpRequest) => Promise<HttpResponse>,
  limits: Limits,
  now: () => number,
): Promise<Token> {
  const response = await send(toRequest(request, limits))
  if (response.status === 200) return parseTokenAnswer(response.bytes, request.host, limits)
  const given = request.credentials !== null
  // GHCR answers 403 to those who gave no credentials, others 400 to a refresh token that is not theirs.
  const refused = [400, 401, 403, 404, 405].includes(response.status)
  if (refused && (!given || response.status !== 403)) {
    throw unauthorized(request.host, given, response.status, 'bearer')
  }
  const error = toResponseError(response, { what: 'a token', credentials: given, now, limits })
  throw isAppError(error, 'IMAGE_NOT_FOUND') ? unauthorized(request.host, given, response.status, 'bearer') : error
}
