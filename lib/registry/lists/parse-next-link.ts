/** Where the next page is: `none` at the end, `refused` when it must not be followed, with the reason. */
export type NextLink =
  | { readonly kind: 'none' }
  | { readonly kind: 'page'; readonly url: URL }
  | { readonly kind: 'refused'; readonly reason: string }

const entry = /<([^<>]*)>((?:\s*;\s*[^\s=;,]+(?:\s*=\s*(?:"[^"]*"|[^\s";,]*))?)*)/g
const relation = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s";,]+))/i

/** The target of `rel="next"` in a `Link` header (RFC 8288), as text; null when there is none. */
export function findNextTarget(header: string): string | null {
  for (const [, target, parameters] of header.matchAll(entry)) {
    const found = relation.exec(parameters ?? '')
    const relations = (found?.[1] ?? found?.[2] ?? '').toLowerCase().split(/\s+/)
    if (relations.includes('next')) return target ?? null
  }
  return null
}

/**
 * The next page after `current`. It must be the same list at the same origin: a registry must not lead
 * to another host, repository or file, nor to a page that was read already.
 */
export function parseNextLink(header: string | null, current: URL, seen: ReadonlySet<string>): NextLink {
  const target = header === null ? null : findNextTarget(header.slice(0, 16_384))
  if (target === null) return { kind: 'none' }
  if (!URL.canParse(target, current)) return { kind: 'refused', reason: 'the next page has no readable address' }
  const url = new URL(target, current)
  if (url.origin !== current.origin || url.username !== '' || url.password !== '') {
    return { kind: 'refused', reason: `the next page is at another place, ${url.host || url.protocol}` }
  }
  if (url.pathname !== current.pathname) return { kind: 'refused', reason: 'the next page belongs to another list' }
  if (seen.has(url.search)) return { kind: 'refused', reason: 'the pages lead round in a circle' }
  return { kind: 'page', url }
}
