import { type ShownState, stateLook } from './state-look.ts'
import { StateMark } from './state-mark.tsx'

type StatePillProps = {
  readonly state: ShownState
  readonly inherited?: boolean
  readonly size?: number
  /** Instead of the usual word, for instance "Signed, trusted". */
  readonly word?: string
}

/** A state as mark and word, the way every list shows it. */
export function StatePill({ state, inherited = false, size = 18, word }: StatePillProps) {
  const text = word ?? stateLook[state].word
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap font-[550]">
      <StateMark state={state} inherited={inherited} size={size} />
      {inherited ? `${text}, inherited` : text}
    </span>
  )
}
