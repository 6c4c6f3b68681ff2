'use client'

import { useMutation } from '@tanstack/react-query'
import { useEffect } from 'react'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { FileButton } from '#components/ui/file-button.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { visibleText } from '#lib/format/visible-text.ts'
import { recheckBundle } from '#lib/queries/recheck.ts'
import { RecheckResult } from './recheck-result.tsx'

type RecheckDialogProps = {
  /** What was dropped, or that a file is still to be chosen. */
  readonly given: File | 'recheck'
  readonly onClose: () => void
}

/** Judges an evidence bundle again, by what is in it alone, and says whether the same comes out. */
export default function RecheckDialog({ given, onClose }: RecheckDialogProps) {
  const { mutate: check, variables: chosen, ...recheck } = useMutation({ mutationFn: recheckBundle })
  useEffect(() => {
    if (given !== 'recheck') check(given)
  }, [given, check])
  return (
    <DialogFrame
      onClose={onClose}
      width="l"
      title="Check an evidence bundle"
      description="Its evidence is judged again by the rules, keys and roots that are in it, as of the time that is in it. No registry is asked, and nothing is stored."
    >
      <div className="grid gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <FileButton label="Evidence bundle" accept=".zip,application/zip" onFile={check} />
          <span className="min-w-0 text-soft [overflow-wrap:anywhere]">
            {chosen === undefined
              ? 'Or drop it here: the file that “Download evidence” gives.'
              : visibleText(chosen.name)}
          </span>
        </div>
        {recheck.isPending && <SkeletonRows rows={4} label="Judging it again" />}
        {recheck.isError && chosen !== undefined && (
          <div className="rounded-control border border-line">
            <ErrorPanel
              error={recheck.error}
              onRetry={() => check(chosen)}
              meaning="Nothing follows from this file, neither good nor bad."
            />
          </div>
        )}
        {recheck.isSuccess && <RecheckResult recheck={recheck.data} onLeave={onClose} />}
      </div>
    </DialogFrame>
  )
}
