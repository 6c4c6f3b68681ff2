'use client'

import { Popover } from 'radix-ui'
import type { ComponentProps, RefObject } from 'react'
import { OptionList } from './option-list.tsx'

type ComboboxPopupProps = {
  readonly anchor: RefObject<HTMLElement | null>
  readonly onClose: () => void
  readonly children: ComponentProps<typeof OptionList>
}

/** The list under a text field, which keeps the focus. */
export default function ComboboxPopup({ anchor, onClose, children }: ComboboxPopupProps) {
  const field = anchor.current
  if (field === null) return null
  return (
    <Popover.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Popover.Portal container={containerOf(field)}>
        <Popover.Content
          role="presentation"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            if (field.contains(event.target as Node)) event.preventDefault()
          }}
          className="z-50 flex max-h-[min(20rem,var(--radix-popover-content-available-height))] w-(--radix-popover-trigger-width) min-w-56 animate-appear flex-col overflow-hidden rounded-panel border border-line bg-surface shadow-lg"
        >
          <OptionList {...children} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Within the dialog where one is open: the rest of the page is then hidden from assistive technology. */
export const containerOf = (element: HTMLElement): HTMLElement | null =>
  element.closest<HTMLElement>('[role="dialog"]') ?? document.getElementById('main')
