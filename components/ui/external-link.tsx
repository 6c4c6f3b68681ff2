import type { ReactNode } from 'react'

type ExternalLinkProps = { readonly href: string; readonly children: ReactNode; readonly className?: string }

/** A link to another site. `href` must have been checked: only http and https. */
export function ExternalLink({ href, children, className = 'link' }: ExternalLinkProps) {
  return (
    <a href={href} target="_blank" rel="noreferrer noopener nofollow" className={className}>
      {children}
      <span aria-hidden="true"> ↗</span>
      <span className="sr-only"> (opens another site)</span>
    </a>
  )
}
