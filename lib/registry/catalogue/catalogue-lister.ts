import type { AppError } from '#lib/errors/app-error.ts'
import type { Page, ReadOptions } from '../image-source.ts'
import type { RegistryClient } from '../registry-client.ts'
import type { RegistryCredentials } from '../registry-options.ts'
import type { HttpResponse } from '../transport/exchange.ts'
import { toResponseError } from '../transport/to-response-error.ts'

/** One page of repository names in the order and size that a registry's API has; the cursor is its own. */
export type CatalogueLister = (after: string | null, read: ReadOptions) => Promise<Page<string>>

/** A way to list, with a name that cursors carry. */
export type CataloguePart = { readonly id: string; readonly list: CatalogueLister }

export type CatalogueContext = {
  readonly client: RegistryClient
  readonly credentials: RegistryCredentials | null
}

/** Asks one of a registry's own APIs for JSON, with a header of the caller's choice and no redirects. */
export async function requestApi(
  { client }: CatalogueContext,
  url: URL,
  authorization: string | null,
  { signal }: ReadOptions,
): Promise<HttpResponse> {
  const { limits, userAgent } = client.environment
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': userAgent,
  }
  if (authorization !== null) headers.authorization = authorization
  const bounds = { maxBytes: limits.maxListPageBytes, timeoutMs: limits.documentTimeoutMs }
  return client.send({ url, method: 'GET', headers, ...bounds, signal })
}

/** What a failed listing means: with the registry's limits and clock. */
export function toCatalogueError({ client, credentials }: CatalogueContext, response: HttpResponse): AppError {
  const { limits, now } = client.environment
  return toResponseError(response, { what: 'list of repositories', credentials: credentials !== null, now, limits })
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** The members `name` of a list of objects; what has none is left out. */
export function toNames(
  list: unknown,
  toName: (item: Readonly<Record<string, unknown>>) => unknown,
): readonly string[] {
  if (!Array.isArray(list)) return []
  return list
    .filter(isObject)
    .map(toName)
    .filter((name): name is string => typeof name === 'string')
}
