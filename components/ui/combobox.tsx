'use client'

import { type ComponentProps, type KeyboardEvent, lazy, Suspense, useId, useMemo, useRef, useState } from 'react'
import { filterOptions, maxOptionsShown, type Option } from './filter-options.ts'
import { Input } from './input.tsx'
import { useActiveOption } from './use-active-option.ts'

// Radix and the list arrive when somebody focuses the field.
const loadPopup = () => import('./combobox-popup.tsx')
const ComboboxPopup = lazy(loadPopup)

type ComboboxProps = Omit<ComponentProps<'input'>, 'value' | 'onChange' | 'list' | 'role'> & {
  readonly value: string
  readonly onChange: (text: string) => void
  readonly options: readonly Option[]
  /** What the list of suggestions is called. */
  readonly listLabel: string
  /** An option was taken; by default its value becomes the text. */
  readonly onPick?: (value: string) => void
  /** Enter while no option is active; without it the press is the form's. */
  readonly onEnter?: () => void
  /** Whether the options were already chosen by the text, as by a search on the server. */
  readonly isFiltered?: boolean
}

/** A text field that suggests and never insists (WAI-ARIA combobox with list autocomplete). */
export function Combobox(props: ComboboxProps) {
  const { value, onChange, options, listLabel, onPick = onChange, onEnter, isFiltered = false, ...rest } = props
  const listId = useId()
  const field = useRef<HTMLInputElement>(null)
  const [opened, setOpened] = useState(false)
  const fitting = useMemo(() => (isFiltered ? options : filterOptions(options, value)), [isFiltered, options, value])
  const isOpen = opened && fitting.length > 0 && !(fitting.length === 1 && fitting[0]?.value === value)
  const pick = (index: number) => {
    const option = fitting[index]
    if (option === undefined) return
    onPick(option.value)
    close()
  }
  const { active, setActive, onKey } = useActiveOption(Math.min(fitting.length, maxOptionsShown), pick)
  const close = () => {
    setOpened(false)
    setActive(-1)
  }
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const isArrow = event.key === 'ArrowDown' || event.key === 'ArrowUp'
    if (isOpen && event.key === 'Escape') {
      // It closes the list, and not the dialog around it.
      event.preventDefault()
      close()
    } else if (!isOpen && isArrow) {
      setOpened(true)
      if (event.altKey) event.preventDefault()
      else onKey(event)
    } else if (!(isOpen && onKey(event)) && event.key === 'Enter' && onEnter !== undefined) {
      event.preventDefault()
      onEnter()
      close()
    }
  }
  return (
    <>
      <Input
        autoComplete="off"
        spellCheck={false}
        autoCapitalize="off"
        {...rest}
        ref={field}
        role="combobox"
        aria-autocomplete="list"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-controls={isOpen ? listId : undefined}
        aria-activedescendant={isOpen && active >= 0 ? `${listId}-${active}` : undefined}
        value={value}
        onFocus={() => void loadPopup()}
        onClick={() => setOpened(true)}
        onBlur={close}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          onChange(event.target.value)
          setOpened(true)
          setActive(-1)
        }}
      />
      {isOpen && (
        <Suspense fallback={null}>
          <ComboboxPopup anchor={field} onClose={close}>
            {{ id: listId, label: listLabel, options: fitting, active, onActive: setActive, onPick: pick }}
          </ComboboxPopup>
        </Suspense>
      )}
    </>
  )
}
