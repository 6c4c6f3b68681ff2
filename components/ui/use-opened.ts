'use client'

import { type RefObject, useEffect, useRef, useState } from 'react'

type Opened = {
  /** For the `details` element. */
  readonly ref: RefObject<HTMLDetailsElement | null>
  readonly onToggle: () => void
  /** Whether it was ever unfolded: from then on what is in it is drawn. */
  readonly opened: boolean
}

/** Draws what is folded away when it is unfolded first, also by somebody who did so before the page's script was there. */
export function useOpened(): Opened {
  const ref = useRef<HTMLDetailsElement>(null)
  const [opened, setOpened] = useState(false)
  useEffect(() => {
    if (ref.current?.open === true) setOpened(true)
  }, [])
  return { ref, opened, onToggle: () => setOpened(true) }
}
