import type { ReactNode } from 'react'
import { type ShownState, stateLook } from './state-look.ts'

const sealPath =
  'M10.7 1.7Q12.0 0.6 13.3 1.7Q14.7 2.9 16.4 2.6Q18.2 2.4 18.7 4.1Q19.2 5.8 20.8 6.5Q22.4 7.3 21.9 9.0Q21.4 10.6 22.3 12.1Q23.3 13.6 22.0 14.8Q20.6 15.9 20.6 17.7Q20.6 19.5 18.9 19.7Q17.1 20.0 16.2 21.5Q15.2 22.9 13.6 22.2Q12.0 21.5 10.4 22.2Q8.8 22.9 7.8 21.5Q6.9 20.0 5.1 19.7Q3.4 19.5 3.4 17.7Q3.4 15.9 2.0 14.8Q0.7 13.6 1.7 12.1Q2.6 10.6 2.1 9.0Q1.6 7.3 3.2 6.5Q4.8 5.8 5.3 4.1Q5.8 2.4 7.6 2.6Q9.3 2.9 10.7 1.7Z'

const line = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 1.8,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const
const cut = { ...line, stroke: 'var(--mark-cut, var(--surface))' } as const

const seal = <path d={sealPath} fill="currentColor" />
const outlinedSeal = <path d={sealPath} {...line} strokeWidth={1.6} />

/* Six silhouettes that can be told apart in grey and at 16 px: filled and ticked, tinted with a question, broken in two,
   dashed, struck through, and drawing itself. The outline says that the evidence is inherited from the index. */
const shapes: Readonly<Record<ShownState, { own: ReactNode; inherited: ReactNode }>> = {
  verified: {
    own: (
      <>
        {seal}
        <path d="m7.4 12.3 3.1 3.1 6.2-6.6" {...cut} strokeWidth={2.3} />
      </>
    ),
    inherited: (
      <>
        {outlinedSeal}
        <path d="m7.8 12.3 2.9 2.9 5.6-6" {...line} />
      </>
    ),
  },
  untrusted: {
    own: (
      <>
        <path d={sealPath} fill="currentColor" fillOpacity={0.2} stroke="currentColor" strokeWidth={1.8} />
        <path d="M9.3 9.4a2.8 2.8 0 1 1 4 2.6c-.9.4-1.3.9-1.3 1.9" {...line} strokeWidth={2} />
        <circle cx="12" cy="16.9" r="1.3" fill="currentColor" />
      </>
    ),
    inherited: (
      <>
        <path d={sealPath} {...line} strokeWidth={1.2} />
        <path d="M9.7 9.6a2.5 2.5 0 1 1 3.6 2.3c-.9.4-1.2.8-1.2 1.7" {...line} strokeWidth={1.4} />
        <circle cx="12" cy="16.7" r="1" fill="currentColor" />
      </>
    ),
  },
  invalid: {
    own: (
      <>
        {seal}
        <path d="m15.2-1-4.4 8.6 3.6 3-5.2 5.2 2.6 2.6L8.6 25" {...cut} strokeWidth={2.1} strokeLinejoin="bevel" />
      </>
    ),
    inherited: (
      <>
        {outlinedSeal}
        <path d="m14.6 1.6-3.4 6 3.2 3-5.2 5.2 2.4 2.4-1.9 4.2" {...line} strokeWidth={1.5} />
      </>
    ),
  },
  unsigned: {
    own: <circle cx="12" cy="12" r="9.6" {...line} strokeDasharray="3.2 3.5" />,
    inherited: <circle cx="12" cy="12" r="9.6" {...line} strokeWidth={1.3} strokeDasharray="1.4 3.6" />,
  },
  undetermined: {
    own: (
      <>
        <path d="M15.8 3.2a9.6 9.6 0 1 0 5 5" {...line} strokeWidth={2} />
        <path d="M21 3 3.6 20.4" {...line} strokeWidth={2} />
      </>
    ),
    inherited: (
      <>
        <path d="M15.8 3.2a9.6 9.6 0 1 0 5 5" {...line} strokeWidth={1.3} />
        <path d="M21 3 3.6 20.4" {...line} strokeWidth={1.3} />
      </>
    ),
  },
  checking: {
    own: <circle cx="12" cy="12" r="9.6" {...line} strokeDasharray="60" className="animate-draw" />,
    inherited: (
      <circle cx="12" cy="12" r="9.6" {...line} strokeWidth={1.3} strokeDasharray="60" className="animate-draw" />
    ),
  },
}

type StateMarkProps = {
  readonly state: ShownState
  readonly inherited?: boolean
  /** Pixels. */
  readonly size?: number
  /** Only where no word stands beside the mark. */
  readonly label?: string
  readonly className?: string
}

/** The silhouette of a state. It is decoration beside a word; alone it needs `label`. */
export function StateMark({ state, inherited = false, size = 18, label, className = '' }: StateMarkProps) {
  const shape = inherited ? shapes[state].inherited : shapes[state].own
  return (
    <svg
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      data-state={state}
      className={`inline-block flex-none ${stateLook[state].text} ${className}`}
    >
      {shape}
    </svg>
  )
}
