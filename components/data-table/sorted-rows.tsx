'use client'

import {
  createSortedRowModel,
  rowSortingFeature,
  type Row as TableRow,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { type ReactNode, useMemo } from 'react'
import { compareValues } from './column.ts'

type Value = string | number | undefined
type SortedRowsProps = {
  /** What each row sorts by; undefined sorts last, whatever the direction. */
  readonly values: readonly Value[]
  readonly descending: boolean
  /** Draws the rows, given by their places in `values`. */
  readonly children: (order: readonly number[]) => ReactNode
}

type Item = { readonly place: number; readonly value: Value }

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })

const columns = [
  {
    id: 'value',
    accessorFn: ({ value }: Item) => value,
    sortUndefined: 'last' as const,
    sortFn: (a: TableRow<typeof features, Item>, b: TableRow<typeof features, Item>, id: string) =>
      compareValues(a.getValue<string | number>(id), b.getValue<string | number>(id)),
  },
]

/** Rows in the order that was asked for; equal ones stay as they came. */
export default function SortedRows({ values, descending, children }: SortedRowsProps) {
  const data = useMemo(() => values.map((value, place): Item => ({ place, value })), [values])
  const sorting = useMemo(() => [{ id: 'value', desc: descending }], [descending])
  const table = useTable({ features, columns, data, state: { sorting } })
  return children(table.getRowModel().rows.map(({ original }) => original.place))
}
