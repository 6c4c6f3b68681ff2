'use client'

import { ChevronDown } from 'lucide-react'
import { lazy, Suspense, useRef, useState } from 'react'
import type { Option } from './filter-options.ts'

// The list, its search and Radix arrive when somebody points at the button or focuses it.
const loadPopup = () => import('./picker-popup.tsx')
const PickerPopup = lazy(loadPopup)

export type PickerProps = {
  /** What is chosen: “Licence”. */
  readonly label: string
  /** What stands for no choice: “all”. */
  readonly none: string
  readonly options: readonly Option[]
  readonly selected: string | null
  readonly onPick: (value: string | null) => void
  readonly className?: string
}

/** One of many: a button that opens a list to search in. */
export function Picker(props: PickerProps) {
  const { label, none, options, selected, className = '' } = props
  const button = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState(false)
  const chosen = selected === null ? null : (options.find(({ value }) => value === selected)?.label ?? selected)
  const close = () => {
    setOpened(false)
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={opened}
        onPointerEnter={loadPopup}
        onFocus={loadPopup}
        onClick={() => setOpened(!opened)}
        className={`inline-flex h-8 max-w-full items-center gap-1.5 rounded-control border bg-paper px-2.5 text-sm hover:border-soft ${chosen === null ? 'border-edge' : 'border-ink'} ${className}`}
      >
        <span className="flex-none text-soft">{label}:</span>
        <span className="min-w-0 truncate">{chosen ?? none}</span>
        <ChevronDown aria-hidden="true" size={14} className="flex-none text-soft" />
      </button>
      {opened && (
        <Suspense fallback={null}>
          <PickerPopup {...props} anchor={button} onClose={close} />
        </Suspense>
      )}
    </>
  )
}
