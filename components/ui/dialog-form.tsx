'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from './button.tsx'
import { ErrorPanel } from './error-panel.tsx'

type DialogFormProps = {
  /** What the button says: at rest, and while it is being done. */
  readonly submit: string
  readonly submitting: string
  /** What is missing, so that it cannot be done yet; null when nothing is. */
  readonly problem?: string | null
  /** Whether the problem is said beside the buttons; off where a field says it. */
  readonly showProblem?: boolean
  /** Off where the fields are not to be remembered, as those of credentials. */
  readonly autoComplete?: 'off'
  readonly onSubmit: () => Promise<unknown>
  readonly onClose: () => void
  readonly children: ReactNode
}

/** The form of a dialog: its fields, what went wrong, and the two buttons. Closing after success is for `onSubmit`. */
export function DialogForm(props: DialogFormProps) {
  const { problem = null, showProblem = false } = props
  const [error, setError] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (problem !== null) return
    setBusy(true)
    setError(null)
    props
      .onSubmit()
      .catch(setError)
      .finally(() => setBusy(false))
  }
  return (
    <form onSubmit={submit} className="space-y-4" autoComplete={props.autoComplete}>
      {props.children}
      {error !== null && (
        <div className="rounded-control border border-line">
          <ErrorPanel error={error} />
        </div>
      )}
      <div className="sticky -bottom-5 -mx-5 -mb-5 flex flex-wrap items-center justify-end gap-2 border-t border-line bg-surface px-5 py-3.5">
        {showProblem && problem !== null && <p className="mr-auto text-xs text-soft max-sm:basis-full">{problem}</p>}
        <Button onClick={props.onClose}>Cancel</Button>
        <Button type="submit" look="first" disabled={isBusy || problem !== null}>
          {isBusy ? props.submitting : props.submit}
        </Button>
      </div>
    </form>
  )
}
