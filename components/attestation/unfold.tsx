import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatCount } from '#lib/format/size.ts'

type UnfoldProps = {
  readonly label: string
  readonly count?: number
  readonly open?: boolean
  readonly children: ReactNode
}

/** A part that is looked at when it is wanted. */
export function Unfold({ label, count, open = false, children }: UnfoldProps) {
  return (
    <details open={open} className="group/unfold min-w-0">
      <summary className="inline-flex min-h-6 items-center gap-1 rounded text-sm text-soft hover:text-ink">
        <ChevronRight aria-hidden="true" size={14} className="transition-transform group-open/unfold:rotate-90" />
        {label}
        {count !== undefined && <span className="num">({formatCount(count)})</span>}
      </summary>
      <div className="mt-1.5 mb-1 pl-[18px]">{children}</div>
    </details>
  )
}
