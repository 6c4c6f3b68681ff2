import { toBasic } from '../auth/fetch-token.ts'
import type { ReadOptions } from '../image-source.ts'
import { assertIdentity, notRegistry } from '../lists/read-json-list.ts'
import type { HttpResponse } from '../transport/exchange.ts'
import { isHtml } from '../transport/to-response-error.ts'
import {
  type CatalogueContext,
  type CatalogueLister,
  requestApi,
  toCatalogueError,
  toNames,
} from './catalogue-lister.ts'

const pageSize = 100

/** Whether the registry is a Harbor: its API answers `Pong` to everybody. */
export async function isHarbor(context: CatalogueContext, read: ReadOptions): Promise<boolean> {
  const url = new URL('/api/v2.0/ping', await context.client.origin())
  const response = await requestApi(context, url, null, read)
  return response.status === 200 && /^"?Pong"?\s*$/i.test(response.bytes.toString('latin1'))
}

function parseArray(response: HttpResponse): unknown {
  assertIdentity(response)
  if (isHtml(response)) throw notRegistry(response, 'with a web page')
  try {
    return JSON.parse(response.bytes.toString('utf8'))
  } catch {
    throw notRegistry(response, 'with broken JSON')
  }
}

/** Lists what the credentials may see in Harbor (its API 2.0, listAllRepositories); without any, what is public. */
export function createHarborLister(context: CatalogueContext): CatalogueLister {
  const { client, credentials } = context
  const authorization = credentials?.kind === 'basic' ? toBasic(credentials.username, credentials.password) : null
  return async (after, read) => {
    const page = after !== null && /^\d{1,6}$/.test(after) ? Number(after) : 1
    const path = `/api/v2.0/repositories?page=${page}&page_size=${pageSize}&sort=name`
    const response = await requestApi(context, new URL(path, await client.origin()), authorization, read)
    if (response.status !== 200) throw toCatalogueError(context, response)
    const items = toNames(parseArray(response), ({ name }) => name)
    return { items, next: items.length < pageSize ? null : String(page + 1) }
  }
}
