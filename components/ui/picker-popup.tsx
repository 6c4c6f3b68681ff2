'use client'

import { Popover } from 'radix-ui'
import { type RefObject, useId, useMemo, useState } from 'react'
import { containerOf } from './combobox-popup.tsx'
import { filterOptions, maxOptionsShown, type Option } from './filter-options.ts'
import { OptionList } from './option-list.tsx'
import type { PickerProps } from './picker.tsx'
import { useActiveOption } from './use-active-option.ts'

type PickerPopupProps = PickerProps & {
  readonly anchor: RefObject<HTMLButtonElement | null>
  readonly onClose: () => void
}

/** The search field and the list of a picker. */
export default function PickerPopup({ label, none, options, selected, onPick, anchor, onClose }: PickerPopupProps) {
  const listId = useId()
  const [text, setText] = useState('')
  const fitting = useMemo(() => {
    const all: Option = { value: '', label: capital(none) }
    return text.trim() === '' ? [all, ...options] : filterOptions(options, text)
  }, [options, none, text])
  const pick = (index: number) => {
    const value = fitting[index]?.value
    if (value === undefined) return
    onPick(value === '' ? null : value)
    onClose()
  }
  const { active, setActive, onKey } = useActiveOption(Math.min(fitting.length, maxOptionsShown), pick)
  const button = anchor.current
  if (button === null) return null
  return (
    <Popover.Root open onOpenChange={(open) => (open ? undefined : onClose())}>
      <Popover.Anchor virtualRef={anchor as RefObject<HTMLElement>} />
      <Popover.Portal container={containerOf(button)}>
        <Popover.Content
          aria-label={label}
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onInteractOutside={(event) => {
            if (button.contains(event.target as Node)) event.preventDefault()
          }}
          className="z-50 flex max-h-[min(24rem,var(--radix-popover-content-available-height))] w-72 max-w-[calc(100vw-1rem)] animate-appear flex-col overflow-hidden rounded-panel border border-line bg-surface shadow-lg"
        >
          <input
            role="combobox"
            aria-label={`Search: ${label}`}
            aria-autocomplete="list"
            aria-haspopup="listbox"
            aria-expanded={true}
            aria-controls={listId}
            aria-activedescendant={active < 0 ? undefined : `${listId}-${active}`}
            value={text}
            onChange={(event) => {
              setText(event.target.value)
              setActive(event.target.value.trim() === '' ? -1 : 0)
            }}
            onKeyDown={onKey}
            placeholder="Search"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            className="h-9 flex-none border-b border-line bg-transparent px-3 text-sm"
          />
          <OptionList
            id={listId}
            label={label}
            options={fitting}
            active={active}
            selected={selected ?? ''}
            onActive={setActive}
            onPick={pick}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
