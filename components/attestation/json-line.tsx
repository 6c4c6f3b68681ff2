import type { JsonLines } from '#lib/format/json-lines.ts'
import { formatCount } from '#lib/format/size.ts'
import { visibleText } from '#lib/format/visible-text.ts'

type JsonLineProps = {
  readonly text: string
  readonly lines: JsonLines
  readonly line: number
  /** Digits of the largest line number. */
  readonly numberWidth: number
  readonly query: string
  /** Where the match that is looked at stands in this line; null when it is not here. */
  readonly column: number | null
}

const maxShown = 1000
const before = 200
const maxIndent = 60

/** One line of JSON, as text. Of a long one a piece, around the match where there is one. */
export function JsonLine({ text, lines, line, numberWidth, query, column }: JsonLineProps) {
  const start = lines.starts[line] ?? 0
  const end = lines.ends[line] ?? start
  const from = column !== null && column > maxShown - before ? start + column - before : start
  const shown = text.slice(from, Math.min(end, from + maxShown))
  const after = end - from - shown.length
  return (
    <div className={`flex h-5 pr-3 whitespace-pre ${column === null ? '' : 'bg-accent/12'}`}>
      <span
        aria-hidden="true"
        className="sticky left-0 mr-3 flex-none bg-sunken px-2 text-right text-soft select-none"
        style={{ minWidth: `${numberWidth + 2}ch` }}
      >
        {line + 1}
      </span>
      <span style={{ paddingLeft: `${Math.min(lines.depths[line] ?? 0, maxIndent) * 2}ch` }}>
        {from > start && <span className="text-soft">{formatCount(from - start)} characters … </span>}
        <Marked text={shown} query={query} />
        {after > 0 && <span className="text-soft"> … {formatCount(after)} more characters</span>}
      </span>
    </div>
  )
}

const maxMarks = 20

function Marked({ text, query }: { readonly text: string; readonly query: string }) {
  if (query === '') return visibleText(text)
  const lower = text.toLowerCase()
  // Letters whose lower case is longer than they are would shift the places.
  if (lower.length !== text.length) return visibleText(text)
  const wanted = query.toLowerCase()
  const parts = []
  let at = 0
  for (let found = lower.indexOf(wanted); found !== -1 && parts.length < maxMarks; found = lower.indexOf(wanted, at)) {
    parts.push({ at: found, plain: text.slice(at, found), marked: text.slice(found, found + wanted.length) })
    at = found + wanted.length
  }
  return (
    <>
      {parts.map(({ at: place, plain, marked }) => (
        <span key={place}>
          {visibleText(plain)}
          <mark className="rounded-[2px] bg-accent/25 text-ink">{visibleText(marked)}</mark>
        </span>
      ))}
      {visibleText(text.slice(at))}
    </>
  )
}
