import { KeyRound } from 'lucide-react'
import { Button } from './button.tsx'

export type SecretsNoteProps = { readonly isShown: boolean; readonly onToggle: () => void }

/** Says that credentials were found in the document, and lets them be seen: they are public to whoever can pull it. */
export function SecretsNote({ isShown, onToggle }: SecretsNoteProps) {
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5 text-sm">
      <KeyRound aria-hidden="true" size={15} className="flex-none text-untrusted" />
      <p className="min-w-0 flex-1">
        This document holds what looks like a credential. Whoever can pull the image can read it: revoke it.
      </p>
      <Button size="s" aria-pressed={isShown} onClick={onToggle}>
        {isShown ? 'Mask it' : 'Show it'}
      </Button>
    </div>
  )
}
