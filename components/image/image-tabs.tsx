import { useEffect, useRef } from 'react'
import { UrlLink } from '#components/url/url-link.tsx'
import { formatCount } from '#lib/format/size.ts'
import type { ImageTab } from './image-target.ts'

type ImageTabsProps = {
  readonly selected: ImageTab
  readonly counts: Readonly<Partial<Record<ImageTab, number | null>>>
}

const labels: readonly { readonly tab: ImageTab; readonly label: string }[] = [
  { tab: 'trust', label: 'Trust' },
  { tab: 'sbom', label: 'SBOM' },
  { tab: 'attestations', label: 'Attestations' },
  { tab: 'contents', label: 'Contents' },
]

// What one tab filters by means nothing in another.
const forget = {
  q: null,
  type: null,
  license: null,
  sort: null,
  view: null,
  item: null,
  severity: null,
  fix: null,
  status: null,
}

/** Tabs as links: each has its address, opens in a new window, and is shown at once. */
export function ImageTabs({ selected, counts }: ImageTabsProps) {
  const row = useRef<HTMLElement>(null)
  // On a narrow screen the row scrolls sideways: the tab that is shown stays in sight.
  useEffect(() => {
    const tab = row.current?.querySelector<HTMLElement>(`[data-tab="${selected}"]`)
    if (row.current && tab) row.current.scrollLeft = tab.offsetLeft - row.current.clientWidth / 2 + tab.clientWidth / 2
  }, [selected])
  return (
    <nav
      ref={row}
      aria-label="Views of this image"
      className="no-print -mx-1 mb-5 overflow-x-auto px-1 [scrollbar-width:none]"
    >
      <ul className="flex min-w-max gap-3 border-b border-line sm:gap-5">
        {labels.map(({ tab, label }) => {
          const count = counts[tab] ?? null
          return (
            <li key={tab}>
              <UrlLink
                changes={{ ...forget, tab: tab === 'trust' ? null : tab }}
                step
                data-tab={tab}
                aria-current={tab === selected ? 'page' : undefined}
                className="flex h-10 items-center gap-1.5 font-medium max-sm:gap-1 max-sm:text-sm text-soft hover:text-ink aria-[current=page]:text-ink aria-[current=page]:shadow-[inset_0_-2px_var(--ink)]"
              >
                {label}
                {count !== null && (
                  <span className="num rounded-full bg-sunken px-1.5 text-xs text-soft">{formatCount(count)}</span>
                )}
              </UrlLink>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
