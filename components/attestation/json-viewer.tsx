'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Input } from '#components/ui/input.tsx'
import { SecretsNote } from '#components/ui/secrets-note.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { indexJsonLines, type JsonLines, type LineMatch, searchLines } from '#lib/format/json-lines.ts'
import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { formatCount } from '#lib/format/size.ts'
import { JsonLine } from './json-line.tsx'

type JsonViewerProps = {
  readonly label: string
  readonly text: string
}

const rowHeight = 20
const maxMatches = 5000
// Browsers draw nothing below some 16 million pixels: longer documents are looked at part by part.
const maxRows = 500_000

const pause = () => new Promise<void>((resolve) => setTimeout(resolve))

/** JSON as text, line by line: only what is in view is drawn, everything can be searched. Credentials are masked first. */
export default function JsonViewer({ label, text }: JsonViewerProps) {
  const [isShown, setShown] = useState(false)
  const masked = useMemo(() => maskSecrets(text), [text])
  if (masked === text) return <IndexedText label={label} text={text} />
  return (
    <>
      <SecretsNote isShown={isShown} onToggle={() => setShown(!isShown)} />
      <IndexedText label={label} text={isShown ? text : masked} />
    </>
  )
}

function IndexedText({ label, text }: JsonViewerProps) {
  const [lines, setLines] = useState<JsonLines | null>(null)
  useEffect(() => {
    let isCurrent = true
    setLines(null)
    void indexJsonLines(text, pause).then((indexed) => isCurrent && setLines(indexed))
    return () => {
      isCurrent = false
    }
  }, [text])
  return lines === null ? <Skeleton className="mt-2 h-40 w-full" /> : <Viewer label={label} text={text} lines={lines} />
}

function Viewer({ label, text, lines }: JsonViewerProps & { readonly lines: JsonLines }) {
  const [query, setQuery] = useState('')
  const [current, setCurrent] = useState(0)
  const [part, setPart] = useState(0)
  const wanted = useDeferredValue(query)
  const matches = useMemo(() => searchLines(text, lines, wanted, maxMatches), [text, lines, wanted])
  const match = matches[current] ?? matches[0]
  const shownPart = match === undefined ? part : Math.floor(match.line / maxRows)
  const move = (by: number) => setCurrent((current + by + matches.length) % Math.max(matches.length, 1))
  const parts = Math.ceil(lines.count / maxRows)
  const change = (next: string) => {
    setQuery(next)
    setCurrent(0)
  }
  const showPart = (next: number) => {
    change('')
    setPart(next)
  }
  const follow = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    move(event.shiftKey ? -1 : 1)
  }
  return (
    <div className="mt-2 min-w-0 overflow-hidden rounded-control border border-line">
      <div className="no-print flex flex-wrap items-center gap-1.5 border-b border-line px-2 py-1.5">
        <Input
          type="search"
          aria-label={`Search in ${label}`}
          placeholder="Search"
          value={query}
          onChange={(event) => change(event.target.value)}
          onKeyDown={follow}
          className="h-7! w-44! px-2! text-xs"
        />
        <Button
          size="s"
          look="quiet"
          aria-label="Previous match"
          disabled={matches.length === 0}
          onClick={() => move(-1)}
        >
          <ChevronUp aria-hidden="true" size={14} />
        </Button>
        <Button size="s" look="quiet" aria-label="Next match" disabled={matches.length === 0} onClick={() => move(1)}>
          <ChevronDown aria-hidden="true" size={14} />
        </Button>
        <span role="status" className="num text-xs text-soft">
          {formatMatches(wanted, matches.length, current)}
        </span>
        <span className="num ml-auto text-xs text-soft">{formatCount(lines.count)} lines</span>
        {parts > 1 && (
          <Button size="s" look="quiet" onClick={() => showPart((shownPart + 1) % parts)}>
            Part {shownPart + 1} of {parts}
          </Button>
        )}
        <CopyButton text={text} label={`Copy ${label}`} />
      </div>
      <Lines
        label={label}
        text={text}
        lines={lines}
        first={shownPart * maxRows}
        query={wanted}
        {...(match === undefined ? {} : { match })}
      />
    </div>
  )
}

function formatMatches(query: string, count: number, current: number): string {
  if (query === '') return ''
  if (count === 0) return 'no match'
  return `${formatCount(Math.min(current, count - 1) + 1)} of ${count === maxMatches ? 'more than ' : ''}${formatCount(count)}`
}

type LinesProps = JsonViewerProps & {
  readonly lines: JsonLines
  /** The line that the part begins with. */
  readonly first: number
  readonly query: string
  readonly match?: LineMatch
}

function Lines({ label, text, lines, first, query, match }: LinesProps) {
  const box = useRef<HTMLElement>(null)
  const virtualizer = useVirtualizer({
    count: Math.min(lines.count - first, maxRows),
    getScrollElement: () => box.current,
    estimateSize: () => rowHeight,
    overscan: 20,
    initialRect: { width: 600, height: 400 },
  })
  const line = match?.line
  useEffect(() => {
    if (line !== undefined) virtualizer.scrollToIndex(line - first, { align: 'center' })
  }, [virtualizer, line, first])
  const rows = virtualizer.getVirtualItems()
  const width = String(lines.count).length
  return (
    <section
      ref={box}
      aria-label={`${label}, as JSON`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-120 overflow-auto bg-sunken py-1.5 font-mono text-xs leading-5 outline-offset-[-2px]"
    >
      <div className="relative w-max min-w-full" style={{ height: virtualizer.getTotalSize() }}>
        <div className="w-max min-w-full" style={{ transform: `translateY(${rows[0]?.start ?? 0}px)` }}>
          {rows.map(({ index }) => (
            <JsonLine
              key={index}
              text={text}
              lines={lines}
              line={first + index}
              numberWidth={width}
              query={query}
              column={match?.line === first + index ? match.column : null}
            />
          ))}
        </div>
      </div>
    </section>
  )
}
