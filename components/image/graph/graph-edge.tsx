import type { EdgePath } from '#lib/format/graph/edge-path.ts'
import type { EdgeResult } from '#lib/format/graph/graph-builder.ts'
import type { Point } from '#lib/format/graph/graph-layout.ts'
import { resultLook } from './graph-look.ts'

type EdgeLineProps = {
  readonly path: EdgePath
  readonly result: EdgeResult
  readonly direction: 'right' | 'down'
  /** Among hundreds: thin, so that what is focused or broken stands out. */
  readonly isCrowded: boolean
}

/** The line of a check. Its mark says the result a second time: tick, cross in a cut, question mark, dash. */
export function EdgeLine({ path, result, direction, isCrowded }: EdgeLineProps) {
  const { dash, width } = resultLook[result]
  const isPlain = isCrowded && result === 'passed'
  return (
    <>
      {/* What is pointed at and pressed is wider than what is seen. */}
      <path
        d={path.d}
        className="stroke-accent stroke-[12px] opacity-0 group-hover:opacity-20 group-focus-visible:opacity-50 group-aria-pressed:opacity-30"
      />
      <path
        d={path.d + (direction === 'right' ? 'm-6-4l5 4-5 4' : 'm-4-6l4 5 4-5')}
        strokeWidth={isCrowded ? width / 2 : width}
        strokeDasharray={dash}
        opacity={isPlain ? 0.6 : undefined}
      />
      {!isPlain && <ResultMark at={path.middle} result={result} />}
    </>
  )
}

type ResultMarkProps = { readonly at: Point; readonly result: EdgeResult }

export function ResultMark({ at: { x, y }, result }: ResultMarkProps) {
  const stroke = { strokeWidth: 1.8, strokeLinecap: 'round', strokeLinejoin: 'round' } as const
  switch (result) {
    case 'passed':
      return (
        <>
          <circle cx={x} cy={y} r={7} fill="currentColor" stroke="var(--surface)" strokeWidth={2} />
          <path d={`M${x - 3} ${y}l2.2 2.3 3.8-4.3`} {...stroke} stroke="var(--surface)" />
        </>
      )
    case 'failed':
      return (
        <>
          <rect x={x - 12} y={y - 9} width={24} height={18} fill="var(--surface)" stroke="none" />
          <path d={`M${x - 5} ${y - 5}l10 10m0-10l-10 10`} {...stroke} strokeWidth={2.6} />
        </>
      )
    case 'open':
      return (
        <>
          <circle cx={x} cy={y} r={7.5} fill="var(--surface)" strokeWidth={1.5} />
          <path d={`M${x - 2} ${y - 2}a2 2 0 1 1 2.9 1.8c-.6.3-.9.7-.9 1.4`} {...stroke} strokeWidth={1.5} />
          <circle cx={x} cy={y + 3.8} r={0.9} fill="currentColor" stroke="none" />
        </>
      )
    case 'skipped':
      return (
        <>
          <circle cx={x} cy={y} r={6} fill="var(--surface)" strokeWidth={1.2} />
          <path d={`M${x - 2.5} ${y}h5`} {...stroke} />
        </>
      )
  }
}
