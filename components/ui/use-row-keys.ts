'use client'

import { type RefObject, useEffect } from 'react'
import { isTyping } from './is-typing.ts'

type RowKeys = {
  /** How many rows there are, rendered or not. */
  readonly count: number
  /** Brings a row of a virtual list into the document. */
  readonly scrollTo?: (index: number) => void
}

/**
 * `j` and `k` move through the rows within `container`, `Enter` opens the one that is focused.
 * A row has `data-row={index}` and holds a link with `data-row-link` (or is focusable itself).
 */
export function useRowKeys(container: RefObject<HTMLElement | null>, { count, scrollTo }: RowKeys): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const step = event.key === 'j' ? 1 : event.key === 'k' ? -1 : 0
      if (step === 0 || count === 0 || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return
      const root = container.current
      if (root === null) return
      event.preventDefault()
      const index = nextRow(root, step, count)
      if (focusRow(root, index) || scrollTo === undefined) return
      scrollTo(index)
      requestAnimationFrame(() => requestAnimationFrame(() => focusRow(root, index)))
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [container, count, scrollTo])
}

function nextRow(root: HTMLElement, step: number, count: number): number {
  const row = document.activeElement?.closest<HTMLElement>('[data-row]')
  if (row === null || row === undefined || !root.contains(row)) return step > 0 ? 0 : count - 1
  return Math.min(Math.max(Number(row.dataset.row) + step, 0), count - 1)
}

function focusRow(root: HTMLElement, index: number): boolean {
  const row = root.querySelector<HTMLElement>(`[data-row="${index}"]`)
  if (row === null) return false
  const target = row.querySelector<HTMLElement>('[data-row-link]') ?? row
  target.focus({ preventScroll: true })
  row.scrollIntoView({ block: 'nearest' })
  return true
}
