'use client'

import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, useLayoutEffect, useRef, useState } from 'react'

type VirtualRowsProps = {
  readonly count: number
  readonly columnCount: number
  readonly children: (index: number, measure: (element: HTMLTableRowElement | null) => void) => ReactNode
}

const rowHeight = 36

/** The rows in view, between two spacers of the height of all others; the window scrolls, the table stays a table. */
export default function VirtualRows({ count, columnCount, children }: VirtualRowsProps) {
  const first = useRef<HTMLTableRowElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => {
    const body = first.current?.parentElement
    if (body) setOffset(body.getBoundingClientRect().top + window.scrollY)
  }, [])

  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: offset,
    initialRect: { width: 1280, height: 900 },
  })
  const shown = virtualizer.getVirtualItems()
  const before = (shown[0]?.start ?? offset) - offset
  const after = virtualizer.getTotalSize() - ((shown.at(-1)?.end ?? offset) - offset)
  return (
    <>
      <Spacer ref={first} height={before} columnCount={columnCount} />
      {shown.map(({ index }) => children(index, virtualizer.measureElement))}
      <Spacer height={after} columnCount={columnCount} />
    </>
  )
}

type SpacerProps = {
  readonly height: number
  readonly columnCount: number
  readonly ref?: React.Ref<HTMLTableRowElement>
}

function Spacer({ height, columnCount, ref }: SpacerProps) {
  return (
    <tr ref={ref} data-spacer="">
      <td colSpan={columnCount} style={{ height: Math.max(0, height), padding: 0, border: 0 }} />
    </tr>
  )
}
