import { type ReactNode, useId } from 'react'

type ControlProps = { readonly id: string; readonly 'aria-describedby'?: string; readonly 'aria-invalid'?: true }

type FieldProps = {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly error?: string | null
  readonly className?: string
  /** Spread what it is given on the control. */
  readonly children: (control: ControlProps) => ReactNode
}

/** A labelled control with its hint and what is wrong with it, tied together for assistive technology. */
export function Field({ label, hint, error = null, className = '', children }: FieldProps) {
  const id = useId()
  const noteId = `${id}-note`
  const hasNote = error !== null || hint !== undefined
  return (
    <div className={`min-w-0 ${className}`}>
      <label htmlFor={id} className="mb-1 block text-sm font-medium">
        {label}
      </label>
      {children({
        id,
        ...(hasNote ? { 'aria-describedby': noteId } : {}),
        ...(error === null ? {} : { 'aria-invalid': true }),
      })}
      {hasNote && (
        <p id={noteId} className={`mt-1 text-xs ${error === null ? 'text-soft' : 'font-medium text-invalid'}`}>
          {error ?? hint}
        </p>
      )}
    </div>
  )
}

type ChoiceProps = {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly type: 'checkbox' | 'radio'
  readonly name?: string
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** A check box or radio button with its label and hint. */
export function Choice({ label, hint, type, name, checked, onChange }: ChoiceProps) {
  const id = useId()
  return (
    <div className="flex gap-2.5">
      <input
        id={id}
        type={type}
        name={name}
        checked={checked}
        aria-describedby={hint === undefined ? undefined : `${id}-note`}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-[3px] size-4 flex-none accent-ink"
      />
      <div className="min-w-0">
        <label htmlFor={id} className="font-medium">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-note`} className="text-xs text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  )
}
