'use client'

import { type RefObject, useEffect, useRef } from 'react'

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'))

const rowLink = (row: Element): HTMLElement | null => row.querySelector('[data-row-link]')

/** `j` and `k` move the focus from row link to row link; `Enter` then follows it as any link. */
export function useRowKeys(): RefObject<HTMLTableSectionElement | null> {
  const body = useRef<HTMLTableSectionElement>(null)
  useEffect(() => {
    const move = (event: KeyboardEvent) => {
      if ((event.key !== 'j' && event.key !== 'k') || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.defaultPrevented || isTyping(event.target) || document.querySelector('dialog[open], [role="dialog"]'))
        return
      const rows = Array.from(body.current?.querySelectorAll('tr[data-index]') ?? []).filter(
        (row) => rowLink(row) !== null,
      )
      if (rows.length === 0) return
      const current = rows.findIndex((row) => row.contains(document.activeElement))
      const next =
        rows[current < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, current + (event.key === 'j' ? 1 : -1)))]
      if (next === undefined) return
      event.preventDefault()
      rowLink(next)?.focus({ preventScroll: true })
      next.scrollIntoView({ block: 'nearest' })
    }
    window.addEventListener('keydown', move)
    return () => window.removeEventListener('keydown', move)
  }, [])
  return body
}
