import { parseJsonAnswer } from '../lists/read-json-list.ts'
import {
  type CatalogueContext,
  type CatalogueLister,
  requestApi,
  toCatalogueError,
  toNames,
} from './catalogue-lister.ts'

/** Quay's user name for an OAuth access token as password. */
export const quayTokenUser = '$oauthtoken'

/** Lists an organisation's repositories by Quay's own API (listRepos): public ones, and with an OAuth token all. */
export function createQuayLister(context: CatalogueContext, organisation: string): CatalogueLister {
  const { client, credentials } = context
  const isToken = credentials?.kind === 'basic' && credentials.username === quayTokenUser
  const authorization = isToken ? `Bearer ${credentials.password}` : null
  return async (after, read) => {
    const url = new URL('/api/v1/repository', await client.origin())
    url.searchParams.set('namespace', organisation)
    url.searchParams.set('public', 'true')
    if (after !== null && after !== '') url.searchParams.set('next_page', after)
    const response = await requestApi(context, url, authorization, read)
    // No such organisation, or none that may be seen: an empty list.
    if (response.status === 404) return { items: [], next: null }
    if (response.status !== 200) throw toCatalogueError(context, response)
    const answer = parseJsonAnswer(response)
    // Older servers list applications beside images.
    const items = toNames(answer.repositories, ({ namespace, name, kind }) =>
      kind === 'application' ? null : `${String(namespace ?? organisation)}/${String(name)}`,
    )
    const next = typeof answer.next_page === 'string' && answer.next_page !== '' ? answer.next_page : null
    return { items, next }
  }
}
