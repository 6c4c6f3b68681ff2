import type { ReactNode } from 'react'

type EmptyStateProps = {
  readonly title: string
  /** Why there is nothing, and what that means. */
  readonly children?: ReactNode
  readonly icon?: ReactNode
  readonly action?: ReactNode
}

/** Nothing to show: says why, and the next step. */
export function EmptyState({ title, children, icon, action }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-lg flex-col items-center px-6 py-10 text-center">
      {icon !== undefined && <div className="mb-3 text-soft">{icon}</div>}
      <p className="text-lg font-semibold">{title}</p>
      {children !== undefined && <div className="mt-1 text-soft">{children}</div>}
      {action !== undefined && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  )
}
