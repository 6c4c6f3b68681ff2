'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#lib/format/size.ts'

type ShowMoreProps<Item> = {
  readonly items: readonly Item[]
  readonly step: number
  readonly label: string
  readonly className?: string
  readonly children: (item: Item) => ReactNode
}

/** The first items of a list; the others wait behind a button. */
export function ShowMore<Item>({ items, step, label, className, children }: ShowMoreProps<Item>) {
  const [shown, setShown] = useState(step)
  const rest = items.length - shown
  if (items.length === 0) return null
  return (
    <>
      <ul className={className} aria-label={label}>
        {items.slice(0, shown).map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what a predicate lists may repeat itself.
          <li key={index} className="min-w-0">
            {children(item)}
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <Button size="s" className="no-print mt-2" onClick={() => setShown(shown + step)}>
          Show {formatCount(Math.min(step, rest))} of {formatCount(rest)} more
        </Button>
      )}
    </>
  )
}
