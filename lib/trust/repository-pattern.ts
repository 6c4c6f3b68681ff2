import { AppError } from '#lib/errors/app-error.ts'

const maxLength = 512
const maxSegments = 32

const invalid = (pattern: string, why: string) =>
  new AppError('RULE_INVALID', `Not a repository pattern: ${why}`, { context: { pattern: pattern.slice(0, 200) } })

/** A pattern read once: the segments of host and path; `**` stands for any number of them. */
export type RepositoryPattern = readonly string[]

/**
 * Reads `host/path`: `*` matches within one segment, `**` any number of segments. Without a host (`workshop/*`) it holds for
 * every registry. Throws `RULE_INVALID`.
 */
export function parseRepositoryPattern(pattern: string): RepositoryPattern {
  if (pattern.length > maxLength) throw invalid(pattern, 'it is too long.')
  const segments = pattern.split('/')
  if (segments.length > maxSegments) throw invalid(pattern, `it has more than ${maxSegments} segments.`)
  for (const [index, segment] of segments.entries()) {
    const allowed = index === 0 ? /^[a-z0-9.:*[\]_-]+$/ : /^[a-z0-9._*-]+$/
    if (!allowed.test(segment)) throw invalid(pattern, 'it has an empty segment or characters that no repository has.')
    if (segment.includes('**') && segment !== '**') throw invalid(pattern, '** must be a whole segment.')
    if (/^\.+$/.test(segment)) throw invalid(pattern, 'it has a segment of dots, which no repository has.')
  }
  const [first = ''] = segments
  if (/[[\]]/.test(first) && !/^\[(?=[0-9a-f.]*:)[0-9a-f:.]+\](?::[0-9]{1,5})?$/.test(first)) {
    throw invalid(pattern, 'brackets belong around an IPv6 address.')
  }
  if (segments.length === 1 && namesHost(segments)) {
    throw invalid(pattern, `it names a registry and no repository; ${first}/** would be all of that registry.`)
  }
  return namesHost(segments) ? segments : ['*', ...segments]
}

/** Docker's rule for the first segment, and wildcards that stand where a host would. */
const namesHost = ([first = '', ...path]: readonly string[]): boolean =>
  first === 'localhost' || /[.:[]/.test(first) || (first === '*' && path.length > 0)

/** Whether a pattern covers `host/path`; a pattern that cannot be read covers nothing. */
export function matchesRepository(pattern: string, repository: string): boolean {
  let segments: RepositoryPattern
  try {
    segments = parseRepositoryPattern(pattern)
  } catch {
    return false
  }
  return matchesSegments(segments, repository.split('/'))
}

/** Dynamic programming over segments: linear in their product, whatever the pattern. */
function matchesSegments(pattern: RepositoryPattern, segments: readonly string[]): boolean {
  let reachable = new Set([0])
  for (const part of pattern) {
    const next = new Set<number>()
    for (const at of reachable) {
      if (part === '**') for (let end = at; end <= segments.length; end += 1) next.add(end)
      else if (at < segments.length && matchesSegment(part, segments[at] ?? '')) next.add(at + 1)
    }
    reachable = next
  }
  return reachable.has(segments.length)
}

/** `*` matches any characters of one segment; greedy with one point of return, so it is linear in practice and bounded. */
function matchesSegment(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*')
  if (rest.length === 0) return pattern === text
  if (!text.startsWith(first)) return false
  const last = rest.pop() ?? ''
  let at = first.length
  for (const part of rest) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return text.length - last.length >= at && text.endsWith(last)
}
