import { AppError } from '#lib/errors/app-error.ts'
import type { Page, PageRequest, ReadOptions } from '../image-source.ts'
import type { RegistryClient } from '../registry-client.ts'
import { type HttpResponse, headerOf } from '../transport/exchange.ts'
import { parseNextLink } from './parse-next-link.ts'
import { notRegistry, parseNames } from './read-json-list.ts'

type NamesRequest = {
  /** `/v2/_catalog` or `/v2/<name>/tags/list`. */
  readonly path: string
  readonly member: 'tags' | 'repositories'
  readonly scope: string
  readonly isName: (text: string) => boolean
  /** Turns a status other than 200 into what it means here. */
  readonly toError: (response: HttpResponse) => AppError
}

const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0)

/**
 * A cursor is the last name of the page (`last` of distribution-spec), or `?` and the query of the registry's own `Link`,
 * because some registries page by tokens or not in the order of names.
 */
function toQuery(after: string | null, limit: number): string {
  if (after?.startsWith('?')) return after
  const last = after === null ? '' : `&last=${encodeURIComponent(after)}`
  return `?n=${limit}${last}`
}

function assertCursor(after: string | null): void {
  // The cursor comes back from a client: it stays a query, whatever is in it.
  if (after !== null && (after.length > 4096 || /[^\x21-\x7e]|#/.test(after))) {
    throw new AppError('REQUEST_INVALID', 'The cursor of the list is not one that was given out.')
  }
}

/** What a registry's answer means as a page, given that some ignore `n` and `last`, cut without `Link`, or do not sort. */
function toPage(names: readonly string[], after: string | null, limit: number): Page<string> {
  const last = after === null || after.startsWith('?') ? null : after
  const sorted = [...new Set(names)].sort(compare)
  const ignored = names.length > limit || (last !== null && names.includes(last))
  const rest = ignored && last !== null ? sorted.filter((name) => compare(name, last) > 0) : sorted
  const items = rest.slice(0, limit)
  // A full page without `Link` may have been cut: asking once more is the only way to know.
  return { items, next: items.length === limit ? (items.at(-1) ?? null) : null }
}

/** One page of names, following empty pages up to a bound. Throws what `toError` says for refusals. */
export async function listNames(
  client: RegistryClient,
  request: NamesRequest,
  { limit, after }: PageRequest,
  { signal }: ReadOptions = {},
): Promise<Page<string>> {
  assertCursor(after)
  const { limits } = client.environment
  const count = Math.max(1, Math.min(limit, limits.maxListPageItems))
  const seen = new Set<string>()
  let query = toQuery(after, count)
  for (let pages = 0; pages < limits.maxListPages; pages += 1) {
    seen.add(query)
    const response = await client.get({
      path: request.path + query,
      accept: 'application/json',
      scope: request.scope,
      maxBytes: limits.maxListPageBytes,
      limit: 'maxListPageBytes',
      timeoutMs: limits.documentTimeoutMs,
      signal,
    })
    if (response.status !== 200) throw request.toError(response)
    const all = parseNames(response, request.member)
    if (all.length > limits.maxListItems) throw tooMany(response, limits.maxListItems)
    const names = all.filter(request.isName)
    const link = parseNextLink(headerOf(response.headers, 'link'), response.url, seen)
    if (link.kind === 'refused') throw notRegistry(response, `with an incomplete list: ${link.reason}`)
    if (link.kind === 'none' || names.length > count) return toPage(names, after, count)
    if (names.length > 0) return { items: [...new Set(names)], next: link.url.search }
    query = link.url.search
  }
  throw new AppError('LIMIT_EXCEEDED', `The list of ${client.host} has too many empty pages.`, {
    context: { host: client.host, limit: 'maxListPages', maximum: limits.maxListPages },
  })
}

function tooMany({ url }: HttpResponse, maximum: number): AppError {
  return new AppError('LIMIT_EXCEEDED', `${url.host} sent a list of more than ${maximum} names at once.`, {
    context: { host: url.host, limit: 'maxListItems', maximum },
  })
}
