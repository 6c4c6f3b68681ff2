'use client'

import {
  createSortedRowModel,
  rowSortingFeature,
  type Row as TableRow,
  tableFeatures,
  useTable,
} from '@tanstack/react-table'
import { useMemo } from 'react'
import { type Column, compareValues } from './column.ts'
import { DataTable, type DataTableProps } from './data-table.tsx'

const features = tableFeatures({ rowSortingFeature, sortedRowModel: createSortedRowModel() })
type Features = typeof features

/** A table whose rows are all here, so that the browser sorts them. */
export function SortedTable<Row extends object>(props: DataTableProps<Row>) {
  const { columns, rows, rowId, sort } = props
  const tableColumns = useMemo(() => toTableColumns(columns), [columns])
  const sorting = useMemo(() => (sort === null ? [] : [{ id: sort.id, desc: sort.descending }]), [sort])
  const table = useTable({
    features,
    columns: tableColumns,
    data: rows as Row[],
    state: { sorting },
    getRowId: rowId,
  })
  return <DataTable {...props} rows={table.getRowModel().rows.map(({ original }) => original)} />
}

function toTableColumns<Row extends object>(columns: readonly Column<Row>[]) {
  return columns.map(({ id, sortValue, firstSort }) => ({
    id,
    accessorFn: (row: Row) => sortValue?.(row),
    sortUndefined: 'last' as const,
    sortDescFirst: firstSort === 'desc',
    sortFn: (a: TableRow<Features, Row>, b: TableRow<Features, Row>, columnId: string) =>
      compareValues(a.getValue<string | number>(columnId), b.getValue<string | number>(columnId)),
  }))
}
