'use client'

import { type ReactNode, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import type { RulePreviewRequest } from '#lib/queries/rules.ts'
import { RulePreviewList } from './rule-preview-list.tsx'

type ConfirmDialogProps = {
  readonly title: string
  readonly children: ReactNode
  readonly confirm: string
  readonly danger?: boolean
  /** A change of rules whose effect is shown before. */
  readonly preview?: RulePreviewRequest
  readonly onConfirm: () => Promise<unknown>
  readonly onClose: () => void
}

/** Asks before something that matters for trust, and says what follows. */
export default function ConfirmDialog(props: ConfirmDialogProps) {
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const confirm = () => {
    setBusy(true)
    setError(null)
    props.onConfirm().then(props.onClose, (thrown: unknown) => {
      setError(thrown)
      setBusy(false)
    })
  }
  return (
    <DialogFrame onClose={props.onClose} title={props.title} description={props.children}>
      <div className="space-y-4">
        {props.preview !== undefined && <RulePreviewList request={props.preview} />}
        {error !== null && (
          <div className="rounded-control border border-line">
            <ErrorPanel error={error} />
          </div>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={props.onClose}>Cancel</Button>
          <Button look={props.danger === true ? 'danger' : 'first'} onClick={confirm} disabled={busy}>
            {props.confirm}
          </Button>
        </div>
      </div>
    </DialogFrame>
  )
}
