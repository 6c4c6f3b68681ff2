'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { listEvidence } from '#lib/format/graph/graph-input.ts'
import { evidenceTitle } from '#lib/format/graph/graph-signer.ts'
import { countOf } from '#lib/format/size.ts'
import { explainTimes } from '#lib/format/timeline/explain-times.ts'
import { toTimeline } from '#lib/format/timeline/timeline.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { rulesQuery } from '#lib/queries/rules.ts'
import { sourceLook } from './mark-look.ts'
import { TimelinePicture } from './timeline-picture.tsx'
import { TimelineTable } from './timeline-table.tsx'

type TimelineViewProps = { readonly verdict: VerdictDto; readonly image: ImageDto | undefined }

/** When everything happened, who says so, and why it still counts. */
export default function TimelineView({ verdict, image }: TimelineViewProps) {
  const rules = useQuery(rulesQuery())
  const [isTable, setTable] = useState(false)
  const timeline = useMemo(() => {
    const { signatures, attestations, checkedAt, sbom } = verdict
    const named = new Set(
      [...signatures, ...attestations].flatMap(({ checks }) => checks.map(({ detail }) => detail.ruleId)),
    )
    return toTimeline({
      signatures,
      attestations,
      checkedAt,
      builtAt: image?.digest === verdict.digest ? (image.image?.createdAt ?? null) : null,
      sbomAt: sbom?.createdAt ?? null,
      rules: rules.data?.items.filter(({ id }) => named.has(id)) ?? [],
    })
  }, [verdict, image, rules.data])
  return (
    <Panel
      title="When it happened"
      aside={
        <Button size="s" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
          {isTable ? 'As a picture' : 'As a table'}
        </Button>
      }
    >
      <Explanations verdict={verdict} now={timeline.now} />
      {isTable ? (
        <TimelineTable timeline={timeline} />
      ) : (
        <>
          <TimelinePicture timeline={timeline} />
          <Legend />
        </>
      )}
      {timeline.left > 0 && (
        <p className="border-t border-line px-4 py-2.5 text-soft">
          {countOf(timeline.left, 'more piece')} of evidence would not fit; the list of checks has them all.
        </p>
      )}
    </Panel>
  )
}

/** Different sentences at most; many signatures by one pipeline are explained by a few. */
const maxExplained = 6

function Explanations({ verdict, now }: { readonly verdict: VerdictDto; readonly now: number }) {
  const all = listEvidence(verdict).map((evidence) => ({
    evidence,
    title: visibleText(evidenceTitle(evidence)),
    explanation: explainTimes(evidence, now),
  }))
  const groups = Array.from(
    Map.groupBy(all, ({ evidence, explanation }) => `${evidence.state} ${explanation.text}`).values(),
  )
  if (groups.length === 0)
    return <p className="px-4 pt-3.5">There is no signature and no attestation to have a time.</p>
  return (
    <ul className="grid gap-2.5 px-4 pt-3.5">
      {groups.slice(0, maxExplained).map((group) => {
        const [first] = group
        return first === undefined ? null : (
          <li key={first.evidence.state + first.explanation.text} className="flex gap-2.5">
            <StateMark
              state={first.evidence.state}
              inherited={first.evidence.inherited}
              size={18}
              label={stateLook[first.evidence.state].word}
              className="mt-0.5"
            />
            <p className="max-w-[52rem]">
              <span className="font-medium">{namesOf(group.map(({ title }) => title))}.</span> {first.explanation.text}
            </p>
          </li>
        )
      })}
      {groups.length > maxExplained && (
        <li className="text-soft">and {groups.length - maxExplained} more, on the axis below.</li>
      )}
    </ul>
  )
}

/** “Image signature (3) and SPDX SBOM”. */
function namesOf(titles: readonly string[]): string {
  const counted = Array.from(
    Map.groupBy(titles, (title) => title),
    ([title, { length }]) => (length === 1 ? title : `${title} (${length})`),
  )
  return lists.format(counted)
}
const lists = new Intl.ListFormat('en')

function Legend() {
  return (
    <ul
      aria-label="What the marks mean"
      className="flex flex-wrap gap-x-5 gap-y-1 border-t border-line px-4 py-2.5 text-xs text-soft"
    >
      {Object.entries(sourceLook).map(([source, { word, moment, window }]) => (
        <li key={source} className="flex items-center gap-2">
          <span aria-hidden="true" className={`size-2.5 rotate-45 border-2 ${moment}`} />
          <span aria-hidden="true" className={`h-3 w-6 rounded-sm border ${window}`} />
          {word}
        </li>
      ))}
    </ul>
  )
}
