import type { EdgeResult } from '#lib/format/graph/graph-builder.ts'
import { ResultMark } from './graph-edge.tsx'
import { resultLook } from './graph-look.ts'

/** A result as the picture draws it, with its word. */
export function ResultWord({ result }: { readonly result: EdgeResult }) {
  const { text, word, dash, width } = resultLook[result]
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      <svg aria-hidden="true" width={38} height={18} viewBox="0 0 38 18" className={`flex-none ${text}`}>
        <g fill="none" stroke="currentColor">
          <path d="M1 9h36" strokeWidth={width} strokeDasharray={dash} strokeLinecap="round" />
          <ResultMark at={{ x: 19, y: 9 }} result={result} />
        </g>
      </svg>
      {word}
    </span>
  )
}
