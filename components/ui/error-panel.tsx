'use client'

import { RotateCw, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { toShownProblem } from '#lib/queries/client.ts'
import { Button } from './button.tsx'
import { Link } from './link.tsx'

type ErrorPanelProps = {
  /** Whatever was thrown. */
  readonly error: unknown
  readonly onRetry?: () => void
  readonly retrying?: boolean
  /** What it means for trust here, for instance "This is not the same as unsigned". */
  readonly meaning?: ReactNode
  /** It stands for the whole page rather than for a part of it. */
  readonly prominent?: boolean
  /** The next step, as a button or link. */
  readonly action?: ReactNode
}

/** What happened, why, and what to do: code, cause, remedy, Retry. It takes the place of what failed and no more. */
export function ErrorPanel({ error, onRetry, retrying = false, prominent = false, meaning, action }: ErrorPanelProps) {
  const problem = toShownProblem(error)
  return (
    <div role="alert" className={`flex ${prominent ? 'gap-4 px-4 py-5 sm:gap-5 sm:px-6' : 'gap-3 px-4 py-4'}`}>
      <TriangleAlert
        aria-hidden="true"
        size={prominent ? 40 : 20}
        strokeWidth={prominent ? 1.5 : 2}
        className={`mt-px flex-none text-soft ${prominent ? 'max-sm:size-8' : ''}`}
      />
      <div className="min-w-0 flex-1">
        <p className={prominent ? 'text-2xl leading-tight font-medium tracking-tight max-sm:text-xl' : 'font-semibold'}>
          {problem.title}
        </p>
        <p className="mt-0.5 text-soft">{problem.detail}</p>
        {meaning !== undefined && <p className="mt-1">{meaning}</p>}
        <p className="mt-1">{problem.remedy}</p>
        <div className="mt-3 flex flex-wrap items-center gap-2">
          {onRetry !== undefined && (
            <Button size="s" onClick={onRetry} disabled={retrying}>
              <RotateCw aria-hidden="true" size={13} />
              {retrying ? 'Trying …' : 'Retry'}
            </Button>
          )}
          {action}
          <ProblemCode code={problem.code} type={problem.type} />
        </div>
      </div>
    </div>
  )
}

function ProblemCode({ code, type }: { readonly code: string; readonly type: string | null }) {
  if (type === null) return <code className="text-xs text-soft">{code}</code>
  return (
    <Link href={type} className="link text-xs">
      <code>{code}</code>
    </Link>
  )
}
