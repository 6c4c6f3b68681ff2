import type { ReactNode } from 'react'

/** One column: how a row's cell looks, and by what it sorts where sorting is offered. */
export type Column<Row> = {
  readonly id: string
  readonly header: string
  readonly cell: (row: Row) => ReactNode
  /** Undefined sorts last, whatever the direction. */
  readonly sortValue?: (row: Row) => string | number | undefined
  /** The direction that the first click on the header gives. */
  readonly firstSort?: 'asc' | 'desc'
  /** CSS width; columns never follow their content, so that nothing jumps. Without one it takes what is left. */
  readonly width?: string
  /** Classes of header and cells alike: alignment, and from which width of the screen on the column is shown. */
  readonly className?: string
}

/** `name` or `-name`, as it stands in the address. */
export type Sort = { readonly id: string; readonly descending: boolean }

/** Reads `name` or `-name`; null when `ids` has no such column. */
export function identifySort(text: string | null, ids: readonly string[]): Sort | null {
  if (text === null) return null
  const descending = text.startsWith('-')
  const id = descending ? text.slice(1) : text
  return ids.includes(id) ? { id, descending } : null
}

export const formatSort = ({ id, descending }: Sort): string => (descending ? `-${id}` : id)

const natural = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

/** Numbers by size, text as people count: v1.9 before v1.10. */
export function compareValues(a: string | number, b: string | number): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return natural.compare(String(a), String(b))
}
