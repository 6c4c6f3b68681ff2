'use client'

import { KeyRound } from 'lucide-react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import type { ReadKey } from './read-key.ts'
import { useKeyDrop } from './use-key-drop.ts'

const loadDialog = () => import('./trust-key-dialog.tsx')
const TrustKeyDialog = lazy(loadDialog)

type KeyDropProps = {
  /** `host/path` of what the page shows: where trust is offered. */
  readonly repository: string
  readonly look?: 'first' | 'plain'
}

/**
 * A button that adds a public key; the key may as well be dropped, or pasted, anywhere on the page.
 * Once it is trusted, every verdict on the page is judged anew.
 */
export function KeyDrop({ repository, look = 'plain' }: KeyDropProps) {
  const [open, setOpen] = useState(false)
  const [given, setGiven] = useState<ReadKey | null>(null)
  const [done, setDone] = useState('')
  const receive = useCallback((key: ReadKey) => {
    setGiven(key)
    setOpen(true)
  }, [])
  const { dragging } = useKeyDrop(receive, !open)
  const close = () => {
    setOpen(false)
    setGiven(null)
  }
  return (
    <>
      <Button look={look} onPointerEnter={loadDialog} onFocus={loadDialog} onClick={() => setOpen(true)}>
        <KeyRound aria-hidden="true" size={15} />
        Trust a key
      </Button>
      <p role="status" className="sr-only">
        {done}
      </p>
      {dragging && <DropCurtain text={`Drop a public key to trust it for ${repository}`} />}
      {open && (
        <Suspense fallback={null}>
          <TrustKeyDialog
            repository={repository}
            given={given}
            onClose={close}
            onDone={(message) => {
              setDone(message)
              close()
            }}
          />
        </Suspense>
      )}
    </>
  )
}

/** Over the whole page while a file is dragged across it. */
export function DropCurtain({ text }: { readonly text: string }) {
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid animate-appear place-items-center bg-paper/85 p-6">
      <div className="rounded-panel border-2 border-dashed border-accent bg-surface px-10 py-8 text-center shadow-lg">
        <KeyRound aria-hidden="true" size={28} className="mx-auto mb-2 text-accent" />
        <p className="text-lg font-semibold [overflow-wrap:anywhere]">{text}</p>
        <p className="mt-1 text-soft">cosign.pub, or any PEM public key or certificate</p>
      </div>
    </div>
  )
}
