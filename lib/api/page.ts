import { AppError } from '#lib/errors/app-error.ts'

/** One page of a list that is in memory; `after` is the key of the last item of the page before. */
export function toPage<Item>(
  items: readonly Item[],
  { limit, after }: { limit: number; after?: string | undefined },
  keyOf: (item: Item) => string,
): { items: Item[]; next: string | null } {
  const start = after === undefined ? 0 : items.findIndex((item) => keyOf(item) === after) + 1
  if (after !== undefined && start === 0) {
    throw new AppError('REQUEST_INVALID', 'after: not a cursor of this list.', { context: { field: 'after' } })
  }
  const page = items.slice(start, start + limit)
  const last = page.at(-1)
  return { items: page, next: start + limit < items.length && last !== undefined ? keyOf(last) : null }
}
