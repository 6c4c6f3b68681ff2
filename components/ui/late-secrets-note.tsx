'use client'

import { lazy, Suspense } from 'react'
import type { SecretsNoteProps } from './secrets-note.tsx'

// Few documents hold a credential.
const SecretsNote = lazy(async () => ({ default: (await import('./secrets-note.tsx')).SecretsNote }))

/** The note about credentials in a box of its own, whose code comes only with the first of them. */
export function LateSecretsNote(props: SecretsNoteProps) {
  return (
    <div className="rounded-panel border border-line bg-surface *:border-0">
      <Suspense fallback={<div className="h-12" />}>
        <SecretsNote {...props} />
      </Suspense>
    </div>
  )
}
