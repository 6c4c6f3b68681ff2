import { CircleCheck, CircleHelp, CircleX, TriangleAlert } from 'lucide-react'

type OutcomeProps = {
  readonly outcome: 'passed' | 'warned' | 'failed' | null
  readonly children: React.ReactNode
}

const icons = { passed: CircleCheck, warned: TriangleAlert, failed: CircleX } as const

/** What came out, as its author says: an icon and a sentence, without the colours that stand for our own verdicts. */
export function Outcome({ outcome, children }: OutcomeProps) {
  const Icon = outcome === null ? CircleHelp : icons[outcome]
  return (
    <p data-outcome={outcome ?? 'unknown'} className="flex gap-2 text-lg leading-snug font-semibold">
      <Icon aria-hidden="true" size={20} className="mt-0.5 flex-none" />
      <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
    </p>
  )
}
