'use client'

import { X } from 'lucide-react'
import { Dialog } from 'radix-ui'
import type { ReactNode } from 'react'
import './allow-dialog-styles.ts'
import { buttonClass } from './button.tsx'

type DialogFrameProps = {
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  readonly width?: 'm' | 'l'
  readonly children: ReactNode
}

// Radix focuses the first control, which is Close; whoever opens a form wants its first field.
function focusFirstField(event: Event): void {
  const content = event.currentTarget
  if (!(content instanceof HTMLElement)) return
  const field = content.querySelector<HTMLElement>(
    'textarea, select, input:not([type="radio"], [type="checkbox"], [type="file"])',
  )
  if (field === null) return
  event.preventDefault()
  field.focus()
}

/** A modal dialog: focus stays within, Escape closes it, focus goes back. Load what uses it with `lazy`: Radix comes along. */
export default function DialogFrame({ onClose, title, description, width = 'm', children }: DialogFrameProps) {
  const describedBy = description === undefined ? { 'aria-describedby': undefined } : {}
  return (
    <Dialog.Root
      open
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 animate-appear bg-shade" />
        <Dialog.Content
          {...describedBy}
          onOpenAutoFocus={focusFirstField}
          className={`fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[calc(100vw-2rem)] -translate-1/2 scroll-pb-20 overflow-y-auto rounded-panel border border-line bg-surface p-5 shadow-2xl ${width === 'm' ? 'max-w-lg' : 'max-w-2xl'}`}
        >
          <div className="flex items-start gap-4">
            <Dialog.Title className="text-lg font-semibold">{title}</Dialog.Title>
            <Dialog.Close className={buttonClass({ look: 'quiet', size: 's' }, '-mt-0.5 -mr-1.5 ml-auto px-1.5!')}>
              <X aria-hidden="true" size={16} />
              <span className="sr-only">Close</span>
            </Dialog.Close>
          </div>
          {description !== undefined && (
            <Dialog.Description asChild>
              <div className="mt-1 text-soft">{description}</div>
            </Dialog.Description>
          )}
          <div className="mt-4">{children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
