import { Clock3, ListChecks, Waypoints } from 'lucide-react'
import { UrlLink } from '#components/url/url-link.tsx'

const trustViews = ['list', 'graph', 'timeline'] as const
export type TrustView = (typeof trustViews)[number]

export const identifyTrustView = (text: string | null): TrustView => trustViews.find((view) => view === text) ?? 'list'

const looks = {
  list: { label: 'Checks', Icon: ListChecks },
  graph: { label: 'Graph', Icon: Waypoints },
  timeline: { label: 'Timeline', Icon: Clock3 },
} as const

/** The same evidence as a list, as a graph and on a time axis; each has its address. */
export function TrustViews({ selected }: { readonly selected: TrustView }) {
  return (
    <nav aria-label="Ways to look at the evidence" className="no-print">
      <ul className="inline-flex gap-0.5 rounded-control bg-sunken p-0.5">
        {trustViews.map((view) => {
          const { label, Icon } = looks[view]
          return (
            <li key={view}>
              <UrlLink
                changes={{ view: view === 'list' ? null : view }}
                step
                aria-current={view === selected ? 'true' : undefined}
                className="flex h-7 items-center gap-1.5 rounded-md px-3 text-sm text-soft hover:text-ink aria-[current=true]:bg-surface aria-[current=true]:font-medium aria-[current=true]:text-ink aria-[current=true]:shadow-[0_0_0_1px_var(--line)]"
              >
                <Icon aria-hidden="true" size={14} />
                {label}
              </UrlLink>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
