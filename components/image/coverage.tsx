'use client'

import { useQueries } from '@tanstack/react-query'
import { CircleDashed, CircleHelp } from 'lucide-react'
import { useState } from 'react'
import { StateMark } from '#components/state/state-mark.tsx'
import { Button } from '#components/ui/button.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import type { VerdictDto } from '#lib/api/contract/verdict.ts'
import { type CoverageCell, toCoverageCell } from '#lib/format/coverage-cell.ts'
import { isProvenancePredicate, isSbomPredicate, isVexPredicate } from '#lib/format/predicate.ts'
import { countOf, formatCount } from '#lib/format/size.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { verdictQuery } from '#lib/queries/verdict.ts'
import type { ImageSubject } from './image-target.ts'

/** Rows whose verdicts are asked for at once; of an index with more the others wait for a word. */
const checkedAtOnce = 24

type CoverageProps = { readonly subject: ImageSubject; readonly image: ImageDto }

const columns = ['Signature', 'SBOM', 'Provenance', 'VEX'] as const
type Row = { readonly platform: string | null; readonly digest: string }

/** What each platform has of its own, what it only inherits from the index, what failed, and what is missing. */
export function Coverage({ subject, image }: CoverageProps) {
  const { reference } = subject
  const [checked, setChecked] = useState(checkedAtOnce)
  const rows: Row[] = [
    { platform: null, digest: image.indexDigest ?? image.digest },
    ...image.platforms.map(({ platform, digest }) => ({ platform, digest })),
  ]
  // One each, by the query of the platform's own page: an answer serves both, and leaving the page ends what still runs.
  const verdicts = useQueries({
    queries: rows.slice(0, checked).map(({ platform }) => verdictQuery({ reference, platform })),
  })
  const waiting = rows.length - checked
  return (
    <Panel title="Platforms" aside={<Tally verdicts={verdicts.slice(1)} />} className="overflow-x-auto!">
      <table className="data-table min-w-[40rem]">
        <caption className="sr-only">
          What each platform has: its own, inherited from the index, failed or missing
        </caption>
        <thead>
          <tr>
            <th scope="col">Platform</th>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
            <th scope="col" className="max-lg:hidden">
              Digest
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ platform, digest }, index) => (
            <tr key={`${digest} ${platform ?? ''}`} className={platform === null ? 'bg-sunken' : ''}>
              <th
                scope="row"
                className={`bg-transparent! text-sm! text-ink! ${index === rows.length - 1 ? 'border-b-0!' : ''}`}
              >
                <UrlLink changes={{ platform, tab: null }} step className="font-semibold hover:underline">
                  {platform === null ? 'The index itself' : visibleText(platform)}
                </UrlLink>
              </th>
              <Cells
                verdict={verdicts[index]?.data}
                failed={verdicts[index]?.isError ?? false}
                asked={index < checked}
              />
              <td className="max-lg:hidden">
                <Digest digest={digest} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {waiting > 0 && (
        <div className="no-print flex justify-center border-t border-line px-4 py-3">
          <Button size="s" onClick={() => setChecked(checked + checkedAtOnce)}>
            Check {formatCount(Math.min(checkedAtOnce, waiting))} of {countOf(waiting, 'more platform')}
          </Button>
        </div>
      )}
    </Panel>
  )
}

/** How many platforms are signed themselves, once all that were asked for are known. */
function Tally({ verdicts }: { readonly verdicts: readonly { readonly data: VerdictDto | undefined }[] }) {
  const known = verdicts.flatMap(({ data }) => (data === undefined ? [] : [data]))
  if (known.length < verdicts.length || known.length === 0) return 'checking'
  const signed = known.filter(({ state }) => state === 'verified').length
  return `${formatCount(signed)} of ${countOf(known.length, 'platform')} signed and trusted`
}

type CellsProps = { readonly verdict: VerdictDto | undefined; readonly failed: boolean; readonly asked: boolean }

function Cells({ verdict, failed, asked }: CellsProps) {
  if (verdict === undefined) {
    return columns.map((name) => (
      <td key={name} className="text-soft">
        {!asked ? 'not asked' : failed ? 'no answer' : <Skeleton className="h-4 w-20" />}
      </td>
    ))
  }
  return toCells(verdict).map((cell, index) => <Cell key={columns[index]} cell={cell} />)
}

function toCells({ signatures, attestations, sbom, discovery }: VerdictDto): CoverageCell[] {
  const isDoubtful = discovery.some(({ answer }) => answer === 'failed')
  const of = (is: (type: string | null) => boolean) => attestations.filter(({ predicateType }) => is(predicateType))
  const sboms = of(isSbomPredicate)
  // A file beside the image is in no list of attestations: nobody signed it.
  const attached = sboms.length === 0 && sbom !== null ? [{ state: sbom.state, inherited: false }] : sboms
  return [signatures, attached, of(isProvenancePredicate), of(isVexPredicate)].map((items) =>
    toCoverageCell(items, isDoubtful),
  )
}

function Cell({ cell }: { readonly cell: CoverageCell }) {
  const { kind, state, inherited, word } = cell
  return (
    <td data-coverage={kind}>
      <span className={`flex items-center gap-2 whitespace-nowrap ${state === null ? 'text-soft' : ''}`}>
        {state === null ? (
          kind === 'unknown' ? (
            <CircleHelp aria-hidden="true" size={16} className="flex-none" />
          ) : (
            <CircleDashed aria-hidden="true" size={16} className="flex-none" />
          )
        ) : (
          <StateMark state={state} inherited={inherited} size={16} />
        )}
        {word}
      </span>
    </td>
  )
}
