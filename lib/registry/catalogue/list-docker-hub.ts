import type { ReadOptions } from '../image-source.ts'
import { parseJsonAnswer } from '../lists/read-json-list.ts'
import {
  type CatalogueContext,
  type CatalogueLister,
  requestApi,
  toCatalogueError,
  toNames,
} from './catalogue-lister.ts'

const pageSize = 100

/** Docker Hub's API takes no password: it is exchanged for a short-lived token (AuthCreateAccessToken). */
async function fetchHubToken(
  { client, credentials }: CatalogueContext,
  api: URL,
  { signal }: ReadOptions,
): Promise<string | null> {
  if (credentials?.kind !== 'basic') return null
  const { limits, userAgent } = client.environment
  const response = await client.send({
    url: new URL('/v2/auth/token', api),
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', 'user-agent': userAgent },
    body: JSON.stringify({ identifier: credentials.username, secret: credentials.password }),
    maxBytes: limits.maxTokenBytes,
    timeoutMs: limits.documentTimeoutMs,
    signal,
  })
  // Without a token the public repositories are listed all the same.
  if (response.status !== 200) return null
  const token = parseJsonAnswer(response).access_token
  return typeof token === 'string' && /^[\w.~+/-]+=*$/.test(token) ? token : null
}

/** Lists a namespace's repositories by Docker Hub's own API: public ones, and with credentials what they may see. */
export function createDockerHubLister(context: CatalogueContext, api: URL, namespace: string): CatalogueLister {
  let token: Promise<string | null> | null = null
  return async (after, read) => {
    token ??= fetchHubToken(context, api, read).catch((error: unknown) => {
      token = null
      throw error
    })
    const page = after !== null && /^\d{1,6}$/.test(after) ? Number(after) : 1
    const url = new URL(`/v2/namespaces/${encodeURIComponent(namespace)}/repositories`, api)
    url.searchParams.set('page', String(page))
    url.searchParams.set('page_size', String(pageSize))
    const bearer = await token
    const response = await requestApi(context, url, bearer === null ? null : `Bearer ${bearer}`, read)
    // No such organisation, or none that may be seen: an empty list.
    if (response.status === 404) return { items: [], next: null }
    if (response.status !== 200) throw toCatalogueError(context, response)
    const answer = parseJsonAnswer(response)
    const items = toNames(answer.results, ({ name }) => (typeof name === 'string' ? `${namespace}/${name}` : null))
    return { items, next: typeof answer.next === 'string' ? String(page + 1) : null }
  }
}
