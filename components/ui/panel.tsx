import type { ReactNode } from 'react'

type PanelProps = {
  readonly title?: ReactNode
  /** At the right end of the title: a count, a link. */
  readonly aside?: ReactNode
  readonly level?: 2 | 3
  readonly id?: string
  readonly children: ReactNode
  readonly className?: string
}

/** A bordered card with a title; what is within brings its own padding (`PanelBody`, a table, items). */
export function Panel({ title, aside, level = 2, id, children, className = '' }: PanelProps) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section id={id} className={`overflow-hidden rounded-panel border border-line bg-surface ${className}`}>
      {title !== undefined && (
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-4 py-2">
          <Heading className="text-sm font-semibold">{title}</Heading>
          {aside !== undefined && <div className="text-sm text-soft">{aside}</div>}
        </div>
      )}
      {children}
    </section>
  )
}

export function PanelBody({ children, className = '' }: { readonly children: ReactNode; readonly className?: string }) {
  return <div className={`px-4 py-3.5 ${className}`}>{children}</div>
}
