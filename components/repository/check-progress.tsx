'use client'

import { Button } from '#components/ui/button.tsx'
import { countOf, formatCount } from '#lib/format/size.ts'

type CheckProgressProps = {
  readonly done: number
  readonly total: number
  readonly running: boolean
  readonly onStop: () => void
  readonly onResume: () => void
}

/** “31 of 42 checked”, with the way to stop and to go on. It keeps its place and its width throughout. */
export function CheckProgress({ done, total, running, onStop, onResume }: CheckProgressProps) {
  const complete = done >= total
  return (
    <div className="flex h-8 items-center justify-end gap-2 text-sm text-soft">
      <span className="num" aria-hidden="true">
        {complete && !running
          ? countOf(total, 'tag checked', 'tags checked')
          : `${formatCount(done)} of ${formatCount(total)} checked`}
      </span>
      <span role="status" className="sr-only">
        {running ? 'Checking the tags' : complete ? `${total} tags checked` : `Stopped at ${done} of ${total}`}
      </span>
      {running && (
        <Button size="s" onClick={onStop}>
          Stop
        </Button>
      )}
      {!running && !complete && (
        <Button size="s" onClick={onResume}>
          Continue
        </Button>
      )}
    </div>
  )
}
