'use client'

import { lazy, type ReactNode, Suspense } from 'react'

// Radix arrives with the first dialog that is opened, not with the page.
const DialogFrame = lazy(() => import('./dialog-frame.tsx'))

/** Begins to load what dialogs need, for instance when a pointer nears the button that opens one. */
export const preloadDialog = (): void => void import('./dialog-frame.tsx')

export type DialogProps = {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly description?: ReactNode
  readonly width?: 'm' | 'l'
  readonly children: ReactNode
}

/** A modal dialog: focus stays within, Escape closes it, focus goes back to where it was. */
export function Dialog(props: DialogProps) {
  if (!props.open) return null
  return (
    <Suspense fallback={null}>
      <DialogFrame {...props} />
    </Suspense>
  )
}
