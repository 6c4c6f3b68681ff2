'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { formatCount } from '#lib/format/size.ts'

/** So many items are drawn at once: an image may carry a thousand signatures, and the first ones decide. */
const step = 50

type CappedListProps<Item> = {
  readonly items: readonly Item[]
  readonly children: (item: Item, index: number) => ReactNode
}

/** Items divided by lines, in the order given; those beyond the first fifty wait behind a button. */
export function CappedList<Item>({ items, children }: CappedListProps<Item>) {
  const [shown, setShown] = useState(step)
  const rest = items.length - shown
  return (
    <>
      <ul className="divide-y divide-line">
        {items.slice(0, shown).map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: evidence has no name of its own, and the order is the server's.
          <li key={index}>{children(item, index)}</li>
        ))}
      </ul>
      {rest > 0 && (
        <div className="no-print flex justify-center border-t border-line px-4 py-3">
          <Button size="s" onClick={() => setShown(shown + step)}>
            Show {formatCount(Math.min(step, rest))} of {formatCount(rest)} more
          </Button>
        </div>
      )}
    </>
  )
}
