'use client'

import { Popover } from 'radix-ui'
import { type ReactNode, useMemo } from 'react'

type TooltipBubbleProps = {
  readonly id: string
  readonly anchor: HTMLElement
  readonly onClose: () => void
  readonly onStay: () => void
  readonly onLeave: () => void
  readonly children: ReactNode
}

export default function TooltipBubble({ id, anchor, onClose, onStay, onLeave, children }: TooltipBubbleProps) {
  const virtualRef = useMemo(() => ({ current: anchor }), [anchor])
  // Within a landmark, and within the dialog where one is open: the rest of the page is then hidden from assistive technology.
  const container = anchor.closest<HTMLElement>('[role="dialog"]') ?? document.getElementById('main')
  return (
    <Popover.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Popover.Anchor virtualRef={virtualRef} />
      <Popover.Portal container={container}>
        <Popover.Content
          id={id}
          role="tooltip"
          side="top"
          sideOffset={6}
          collisionPadding={8}
          onOpenAutoFocus={(event) => event.preventDefault()}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onPointerDownOutside={(event) => {
            if (anchor.contains(event.target as Node)) event.preventDefault()
          }}
          onFocusOutside={(event) => event.preventDefault()}
          onPointerEnter={onStay}
          onPointerLeave={onLeave}
          className="z-50 max-w-[min(26rem,calc(100vw-1rem))] animate-appear rounded-control border border-line bg-ink px-2.5 py-1.5 text-xs text-paper shadow-lg"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}
