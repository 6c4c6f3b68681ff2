import type { Limits } from '#lib/config/limits.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Page, PageRequest, ReadOptions } from '../image-source.ts'
import type { CataloguePart } from './catalogue-lister.ts'

/** Where a list goes on: the part, how many names of its page were given out, and the part's own cursor. */
type Position = { readonly part: string; readonly offset: number; readonly after: string | null }

const formatPosition = ({ part, offset, after }: Position): string => `${part}|${offset}|${after ?? ''}`

function parsePosition(cursor: string): Position {
  const found = /^([a-z]+(?::[a-z0-9._-]+)?)\|(\d{1,6})\|([\x21-\x7e]{0,4096})$/.exec(cursor)
  if (found === null) {
    throw new AppError('REQUEST_INVALID', 'The cursor of the list is not one that was given out.')
  }
  const [, part = '', offset = '0', after = ''] = found
  return { part, offset: Number(offset), after: after === '' ? null : after }
}

/**
 * One page of at most `limit` names over several parts, whose own pages have other sizes. Names that `accepts` refuses
 * are passed over; after `maxListPages` the page is given out as it is, with a cursor that goes on.
 */
export async function takePage<Name extends string>(
  parts: readonly CataloguePart[],
  accepts: (name: string, part: string) => name is Name,
  { limit, after: cursor }: PageRequest,
  read: ReadOptions,
  limits: Limits,
): Promise<Page<Name>> {
  const start = cursor === null ? null : parsePosition(cursor)
  let index = start === null ? 0 : parts.findIndex(({ id }) => id === start.part)
  if (index < 0) throw new AppError('REQUEST_INVALID', 'The cursor belongs to another list.')
  let after = start?.after ?? null
  let offset = start?.offset ?? 0
  const items: Name[] = []
  for (let pages = 0; ; pages += 1) {
    const part = parts[index]
    if (part === undefined) return { items, next: null }
    if (pages > limits.maxListPages) return { items, next: formatPosition({ part: part.id, offset, after }) }
    const page = await part.list(after, read)
    for (const [position, name] of page.items.entries()) {
      if (position < offset || !accepts(name, part.id)) continue
      if (items.length === limit) return { items, next: formatPosition({ part: part.id, offset: position, after }) }
      items.push(name)
    }
    offset = 0
    after = page.next
    if (after === null) index += 1
  }
}
