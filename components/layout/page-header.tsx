import type { ReactNode } from 'react'
import { Breadcrumb, type Crumb } from './breadcrumb.tsx'

type PageHeaderProps = {
  readonly title: ReactNode
  /** What the page answers, in a sentence. */
  readonly lead?: ReactNode
  readonly crumbs?: readonly Crumb[]
  readonly actions?: ReactNode
}

/** The head of a page, with its only `h1`. */
export function PageHeader({ title, lead, crumbs, actions }: PageHeaderProps) {
  return (
    <header className="mb-6">
      {crumbs !== undefined && <Breadcrumb crumbs={crumbs} />}
      <div className="mt-1 flex flex-wrap items-start gap-x-6 gap-y-3">
        <div className="min-w-0 max-w-3xl flex-1 basis-72">
          <h1 className="text-2xl font-[600] max-sm:text-xl tracking-tight text-balance [overflow-wrap:anywhere]">
            {title}
          </h1>
          {lead !== undefined && <p className="mt-1 text-soft">{lead}</p>}
        </div>
        {actions !== undefined && <div className="no-print flex flex-wrap gap-2 sm:ml-auto">{actions}</div>}
      </div>
    </header>
  )
}
