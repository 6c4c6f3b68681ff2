import { Link } from './link.tsx'

type TabLink = {
  readonly href: string
  readonly label: string
  readonly count?: number | string | null
  readonly current: boolean
}

/** Tabs as links: each has its address, works without script and opens in a new window. */
export function TabLinks({ label, tabs }: { readonly label: string; readonly tabs: readonly TabLink[] }) {
  return (
    <nav aria-label={label} className="no-print -mx-1 mb-5 overflow-x-auto px-1 [scrollbar-width:none]">
      <ul className="flex min-w-max gap-5 border-b border-line">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              scroll={false}
              aria-current={tab.current ? 'page' : undefined}
              className="flex h-10 items-center gap-1.5 font-medium text-soft hover:text-ink aria-[current=page]:text-ink aria-[current=page]:shadow-[inset_0_-2px_var(--ink)]"
            >
              {tab.label}
              {tab.count !== undefined && tab.count !== null && (
                <span className="num rounded-full bg-sunken px-1.5 text-xs text-soft">{tab.count}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
