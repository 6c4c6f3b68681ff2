import type { Listed } from '../claim.ts'

/** A list that is shown whole. */
export const listed = <Item>(...items: readonly Item[]): Listed<Item> => ({
  items,
  total: items.length,
  unreadable: null,
})
