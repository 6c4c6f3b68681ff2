import { SearchBox } from '#components/command/search-box.tsx'
import { Link } from '#components/ui/link.tsx'
import { Mark } from './mark.tsx'
import { NavLinks } from './nav-links.tsx'
import type { Theme } from './theme.ts'
import { ThemeToggle } from './theme-toggle.tsx'

export function TopBar({ theme }: { readonly theme: Theme }) {
  return (
    <header className="no-print border-b border-line bg-surface">
      <a
        href="#main"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-control bg-ink px-3 py-2 text-paper focus:translate-y-0"
      >
        Skip to the content
      </a>
      <div className="page-column flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5 lg:min-h-14 lg:flex-nowrap lg:py-0">
        <Link href="/" className="flex items-center gap-2.5 text-[15px] font-[640] tracking-tight">
          <Mark />
          <span>Touchstone</span>
        </Link>
        <SearchBox />
        <NavLinks />
        <div className="order-1 -mr-2 ml-auto lg:order-none lg:ml-0">
          <ThemeToggle initial={theme} />
        </div>
      </div>
    </header>
  )
}
