import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

type RawDetailsProps = { readonly label: string; readonly onOpen: () => void; readonly children: ReactNode }

/** The click that raw JSON is away. */
export function RawDetails({ label, onOpen, children }: RawDetailsProps) {
  return (
    <details className="group/raw min-w-0 open:basis-full" onToggle={(event) => event.currentTarget.open && onOpen()}>
      <summary className="inline-flex min-h-7 items-center gap-1 rounded text-sm text-soft hover:text-ink">
        <ChevronRight aria-hidden="true" size={14} className="transition-transform group-open/raw:rotate-90" />
        {label}
      </summary>
      {children}
    </details>
  )
}
