import { Fragment, type ReactNode } from 'react'
import { Link } from '#components/ui/link.tsx'

export type Crumb = { readonly label: string; readonly href?: string }

type BreadcrumbProps = {
  readonly crumbs: readonly Crumb[]
  /** Beside the last crumb: tag, platform. */
  readonly facts?: ReactNode
  /** At the right end: the digest. */
  readonly aside?: ReactNode
}

/** Where this page is. A last crumb without a link is the page itself. */
export function Breadcrumb({ crumbs, facts, aside }: BreadcrumbProps) {
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-soft">
      <nav aria-label="Breadcrumb" className="min-w-0">
        <ol className="flex flex-wrap items-center gap-x-2">
          {crumbs.map((crumb, index) => (
            <Fragment key={`${crumb.label}-${crumb.href ?? ''}`}>
              {index > 0 && (
                <li aria-hidden="true" className="text-soft">
                  /
                </li>
              )}
              <li className="min-w-0 [overflow-wrap:anywhere]">
                <CrumbText crumb={crumb} last={index === crumbs.length - 1} />
              </li>
            </Fragment>
          ))}
        </ol>
      </nav>
      {facts}
      {aside !== undefined && <div className="min-w-0 sm:ml-auto">{aside}</div>}
    </div>
  )
}

function CrumbText({ crumb, last }: { readonly crumb: Crumb; readonly last: boolean }) {
  if (last && crumb.href === undefined) {
    return (
      <span aria-current="page" className="font-semibold text-ink">
        {crumb.label}
      </span>
    )
  }
  if (crumb.href === undefined) return <span>{crumb.label}</span>
  return (
    <Link href={crumb.href} className="hover:text-ink hover:underline">
      {crumb.label}
    </Link>
  )
}
