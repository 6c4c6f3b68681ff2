'use client'

import { lazy, type ReactNode, Suspense, useMemo, useRef } from 'react'
import { useRowKeys } from '#components/ui/use-row-keys.ts'
import { UrlLink } from '../url/url-link.tsx'
import { type Column, formatSort, type Sort } from './column.ts'

/** Above this many rows only those in view are drawn. */
const virtualAbove = 100

// They arrive with the first long table, and with the first order that somebody asks for: not with the page.
const VirtualRows = lazy(() => import('./virtual-rows.tsx'))
const SortedRows = lazy(() => import('./sorted-rows.tsx'))

export type DataTableProps<Row> = {
  /** Says to those who cannot see it what the table lists. */
  readonly caption: string
  readonly columns: readonly Column<Row>[]
  readonly rows: readonly Row[]
  readonly rowId: (row: Row) => string
  /** What the header says, and what the address holds. */
  readonly sort: Sort | null
  /** The order in which `rows` come. Another `sort` is brought about here, so all rows have to be here; by default they come as `sort` says. */
  readonly given?: Sort | null
  /** Which columns' headers sort; none where the order is the server's alone. */
  readonly sortable: readonly string[]
  /** How many rows there are in all, when more can be loaded. */
  readonly totalRows?: number
}

/** Rows to compare: sticky header, columns of fixed width, `j` and `k` move from row to row. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { caption, columns, rows, rowId, sort, given = sort, sortable, totalRows } = props
  const body = useRef<HTMLTableSectionElement>(null)
  useRowKeys(body, { count: rows.length })
  const sorted = sort === null || isSame(sort, given) ? undefined : columns.find(({ id }) => id === sort.id)
  const values = useMemo(() => (sorted === undefined ? [] : rows.map((row) => sorted.sortValue?.(row))), [sorted, rows])
  const isVirtual = rows.length > virtualAbove
  const drawRow = (row: Row, index: number, measure?: Measure) => (
    <DataRow
      key={rowId(row)}
      row={row}
      index={index}
      columns={columns}
      {...(measure === undefined ? {} : { measure })}
    />
  )
  const drawRows = (ordered: readonly Row[]): ReactNode =>
    isVirtual ? (
      <Suspense fallback={ordered.slice(0, virtualAbove).map((row, index) => drawRow(row, index))}>
        <VirtualRows count={ordered.length} columnCount={columns.length}>
          {(index, measure) => {
            const row = ordered[index]
            return row === undefined ? null : drawRow(row, index, measure)
          }}
        </VirtualRows>
      </Suspense>
    ) : (
      ordered.map((row, index) => drawRow(row, index))
    )

  return (
    <table
      className="data-table table-fixed"
      aria-rowcount={isVirtual || totalRows !== undefined ? (totalRows ?? rows.length) + 1 : undefined}
    >
      <caption className="sr-only">{caption}</caption>
      <thead className="sticky top-0 z-10">
        <tr>
          {columns.map((column) => (
            <HeaderCell key={column.id} column={column} sort={sort} isSortable={sortable.includes(column.id)} />
          ))}
        </tr>
      </thead>
      <tbody ref={body}>
        {sort === null || sorted === undefined ? (
          drawRows(rows)
        ) : (
          <Suspense fallback={drawRows(rows)}>
            <SortedRows values={values} descending={sort.descending}>
              {(order) => drawRows(order.flatMap((index) => rows[index] ?? []))}
            </SortedRows>
          </Suspense>
        )}
      </tbody>
    </table>
  )
}

const isSame = (a: Sort, b: Sort | null): boolean => a.id === b?.id && a.descending === b.descending

type HeaderCellProps<Row> = { readonly column: Column<Row>; readonly sort: Sort | null; readonly isSortable: boolean }

function HeaderCell<Row>({ column, sort, isSortable }: HeaderCellProps<Row>) {
  const current = sort?.id === column.id ? sort : null
  const style = column.width === undefined ? undefined : { width: column.width }
  if (!isSortable) {
    return (
      <th scope="col" className={column.className} style={style}>
        {column.header}
      </th>
    )
  }
  const descending = current === null ? column.firstSort === 'desc' : !current.descending
  return (
    <th
      scope="col"
      className={column.className}
      style={style}
      aria-sort={current === null ? undefined : current.descending ? 'descending' : 'ascending'}
    >
      <UrlLink
        changes={{ sort: formatSort({ id: column.id, descending }) }}
        className={`relative hover:text-ink ${current === null ? '' : 'text-ink'}`}
      >
        {column.header}
        {current !== null && (
          <span aria-hidden="true" className="absolute -right-3.5">
            {current.descending ? '↓' : '↑'}
          </span>
        )}
      </UrlLink>
    </th>
  )
}

type Measure = (element: HTMLTableRowElement | null) => void

type DataRowProps<Row> = {
  readonly row: Row
  readonly index: number
  readonly columns: readonly Column<Row>[]
  readonly measure?: Measure
}

function DataRow<Row>({ row, index, columns, measure }: DataRowProps<Row>) {
  return (
    <tr ref={measure} data-index={index} data-row={index} aria-rowindex={index + 2}>
      {columns.map((column) => (
        <td key={column.id} className={column.className}>
          {column.cell(row)}
        </td>
      ))}
    </tr>
  )
}
