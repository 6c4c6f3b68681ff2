'use client'

import { usePathname, useSearchParams } from 'next/navigation'
import { useMemo } from 'react'

/** Changes of the address's parameters; null takes one away. */
export type UrlChanges = Readonly<Record<string, string | null>>

type UrlParams = {
  readonly get: (name: string) => string | null
  /** The address of this page with the changes made. */
  readonly href: (changes: UrlChanges) => string
  /** Shows the changed page without asking the server for it; `replace` leaves no step to go back to. */
  readonly push: (changes: UrlChanges) => void
  readonly replace: (changes: UrlChanges) => void
}

/** The page's state, which lives in its address so that every view has a link. */
export function useUrlParams(): UrlParams {
  const pathname = usePathname()
  const search = useSearchParams()
  return useMemo(() => {
    const href = (changes: UrlChanges): string => {
      const next = new URLSearchParams(search)
      for (const [name, value] of Object.entries(changes)) {
        if (value === null || value === '') next.delete(name)
        else next.set(name, value)
      }
      const text = next.toString()
      return text === '' ? pathname : `${pathname}?${text}`
    }
    return {
      get: (name) => search.get(name),
      href,
      push: (changes) => window.history.pushState(null, '', href(changes)),
      replace: (changes) => window.history.replaceState(null, '', href(changes)),
    }
  }, [pathname, search])
}
