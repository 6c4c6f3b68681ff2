'use client'

import { shownStates, stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { State } from '#lib/evidence/state.ts'
import { formatCount } from '#lib/format/size.ts'

type StateFilterProps = {
  readonly total: number
  readonly counts: ReadonlyMap<State, number>
  readonly selected: State | null
}

/** One chip for each state, so that a glance tells how the repository stands; each narrows the list to its state. */
export function StateFilter({ total, counts, selected }: StateFilterProps) {
  return (
    <nav aria-label="Filter by state" className="flex flex-wrap gap-2">
      <Chip state={null} isOn={selected === null} label={`All, ${total}`}>
        All <span className="num">{formatCount(total)}</span>
      </Chip>
      {shownStates.map((state) => {
        const count = counts.get(state) ?? 0
        return (
          <Chip key={state} state={state} isOn={selected === state} label={`${stateLook[state].word}, ${count}`}>
            <StateMark state={state} size={15} />
            <span className="num min-w-[1ch]">{formatCount(count)}</span>
          </Chip>
        )
      })}
    </nav>
  )
}

type ChipProps = {
  readonly state: State | null
  readonly isOn: boolean
  readonly label: string
  readonly children: React.ReactNode
}

function Chip({ state, isOn, label, children }: ChipProps) {
  return (
    <UrlLink
      changes={{ state: isOn ? null : state }}
      aria-label={label}
      title={label}
      aria-current={isOn ? 'true' : undefined}
      className={`inline-flex h-8 items-center gap-1.5 rounded-full border px-3 text-sm ${
        isOn ? 'border-ink text-ink' : 'border-line text-soft hover:border-edge hover:text-ink'
      }`}
    >
      {children}
    </UrlLink>
  )
}
