'use client'

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useEffect, useRef } from 'react'

type LateDetailsProps = { readonly label: string; readonly onOpen: () => void; readonly children: ReactNode }

/** What is one click away, and asked for with that click. */
export function LateDetails({ label, onOpen, children }: LateDetailsProps) {
  const details = useRef<HTMLDetailsElement>(null)
  // Somebody may have unfolded it before the page's script was there.
  useEffect(() => {
    if (details.current?.open === true) onOpen()
  }, [onOpen])
  return (
    <details
      ref={details}
      className="group/raw min-w-0 open:basis-full"
      onToggle={(event) => event.currentTarget.open && onOpen()}
    >
      <summary className="inline-flex min-h-7 items-center gap-1 rounded text-sm text-soft hover:text-ink">
        <ChevronRight aria-hidden="true" size={14} className="transition-transform group-open/raw:rotate-90" />
        {label}
      </summary>
      {children}
    </details>
  )
}
