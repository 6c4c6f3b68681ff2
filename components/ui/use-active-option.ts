'use client'

import { type KeyboardEvent, useState } from 'react'

type ActiveOption = {
  /** Which option the keys have reached; -1 for none, so that Enter keeps its own meaning. */
  readonly active: number
  readonly setActive: (index: number) => void
  /** Handles the keys of the list; true when the press was one of them. */
  readonly onKey: (event: KeyboardEvent) => boolean
}

/** The keys of a list whose focus stays in a text field (WAI-ARIA combobox): up and down go round, Enter takes. */
export function useActiveOption(count: number, onPick: (index: number) => void): ActiveOption {
  const [chosen, setActive] = useState(-1)
  const active = Math.min(chosen, count - 1)
  const move = (step: 1 | -1) => {
    if (count > 0) setActive(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count)
  }
  const onKey = (event: KeyboardEvent): boolean => {
    if (event.nativeEvent.isComposing) return false
    if (event.key === 'ArrowDown') move(1)
    else if (event.key === 'ArrowUp') move(-1)
    else if (event.key === 'Enter' && active >= 0) onPick(active)
    else return false
    event.preventDefault()
    return true
  }
  return { active, setActive, onKey }
}
