'use client'

import { Check } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { maxOptionsShown, type Option } from './filter-options.ts'

export const optionId = (listId: string, index: number): string => `${listId}-${index}`

type OptionListProps = {
  readonly id: string
  readonly label: string
  /** All that fit; the first hundred are shown. */
  readonly options: readonly Option[]
  readonly active: number
  /** The value that is set, where the list has one. */
  readonly selected?: string | null
  readonly onActive: (index: number) => void
  readonly onPick: (index: number) => void
}

/** The options of a combobox. Focus stays in its text field, which names the active option. */
export function OptionList({ id, label, options, active, selected, onActive, onPick }: OptionListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (active >= 0)
      list.current?.querySelector(`#${CSS.escape(optionId(id, active))}`)?.scrollIntoView({ block: 'nearest' })
  }, [active, id])
  const more = options.length - maxOptionsShown
  return (
    <>
      <div ref={list} id={id} role="listbox" aria-label={label} className="min-h-0 flex-1 overflow-y-auto p-1">
        {options.slice(0, maxOptionsShown).map((option, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the text field, where the focus is.
          <div
            key={option.value}
            id={optionId(id, index)}
            role="option"
            tabIndex={-1}
            aria-selected={selected === undefined ? index === active : option.value === selected}
            data-active={index === active || undefined}
            // The focus stays in the text field.
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => onActive(index)}
            onClick={() => onPick(index)}
            className="flex min-h-8 cursor-pointer items-center gap-2 rounded-md px-2 py-1 text-sm data-[active]:bg-sunken"
          >
            {selected !== undefined && (
              <Check
                aria-hidden="true"
                size={14}
                className={`flex-none ${option.value === selected ? '' : 'invisible'}`}
              />
            )}
            <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">{option.label}</span>
            {option.note !== undefined && <span className="num flex-none text-xs text-soft">{option.note}</span>}
          </div>
        ))}
      </div>
      <p
        role="status"
        className={more > 0 || options.length === 0 ? 'border-t border-line px-3 py-1.5 text-xs text-soft' : 'sr-only'}
      >
        {options.length === 0
          ? 'Nothing fits'
          : more > 0
            ? `${more} more: type to narrow the list`
            : `${options.length} fit`}
      </p>
    </>
  )
}
