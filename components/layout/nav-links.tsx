'use client'

import { usePathname } from 'next/navigation'
import { Link } from '#components/ui/link.tsx'
import { destinations, isWithin } from './destinations.ts'

export function NavLinks() {
  const pathname = usePathname()
  return (
    <nav
      aria-label="Main"
      className="order-3 -mx-1 w-full overflow-x-auto [scrollbar-width:none] lg:order-none lg:ml-auto lg:w-auto"
    >
      <ul className="flex px-1 sm:gap-1">
        {destinations.map(({ href, label, also }) => (
          <li key={href}>
            <Link
              href={href}
              aria-current={[href, ...also].some((root) => isWithin(root, pathname)) ? 'page' : undefined}
              className="flex h-8 items-center whitespace-nowrap rounded-control px-1.5 text-sm sm:px-2.5 font-medium text-soft hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:text-ink"
            >
              {label}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
