'use client'

import { usePathname } from 'next/navigation'
import { Link } from '#components/ui/link.tsx'

const pages = [
  { href: '/docs', label: 'Start' },
  { href: '/docs/guide', label: 'Guide' },
  { href: '/docs/states', label: 'States' },
  { href: '/docs/signatures', label: 'Signatures' },
  { href: '/docs/trusted-roots', label: 'Trusted roots' },
  { href: '/docs/conformance', label: 'Conformance' },
  { href: '/docs/errors', label: 'Codes' },
  { href: '/docs/limits', label: 'Limits' },
  { href: '/docs/api', label: 'API' },
] as const

export function DocsNav() {
  const pathname = usePathname()
  const isCurrent = (href: string) => pathname === href || (href !== '/docs' && pathname.startsWith(`${href}/`))
  return (
    <nav aria-label="Documentation" className="lg:sticky lg:top-6">
      <ul className="flex flex-wrap gap-x-0.5 gap-y-1 max-lg:-ml-1.5 sm:max-lg:-ml-2.5 sm:gap-x-1 lg:flex-col">
        {pages.map(({ href, label }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={isCurrent(href) ? 'page' : undefined}
              className="flex h-8 items-center rounded-control px-1.5 font-medium sm:px-2.5 text-soft hover:text-ink aria-[current=page]:bg-surface aria-[current=page]:text-ink aria-[current=page]:shadow-[inset_0_0_0_1px_var(--line)]"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
