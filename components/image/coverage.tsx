'use client'

import { useQueries } from '@tanstack/react-query'
import { stateLook } from '#components/state/state-look.ts'
import { StateMark } from '#components/state/state-mark.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import type { ImageDto } from '#lib/api/contract/registries.ts'
import type { EvidenceDto, VerdictDto } from '#lib/api/contract/verdict.ts'
import { isProvenancePredicate, isSbomPredicate } from '#lib/format/predicate.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import { verdictQuery } from '#lib/queries/verdict.ts'
import type { ImageSubject } from './image-target.ts'

/** Rows whose verdicts are asked for at once; an index with more shows the others without. */
const maxChecked = 24

type CoverageProps = { readonly subject: ImageSubject; readonly image: ImageDto }

/** What each platform has of its own, what it only inherits from the index, and what is missing. */
export function Coverage({ subject, image }: CoverageProps) {
  const { reference } = subject
  const rows = [
    { platform: null, digest: image.indexDigest ?? image.digest },
    ...image.platforms.map(({ platform, digest }) => ({ platform, digest })),
  ]
  const verdicts = useQueries({
    queries: rows.slice(0, maxChecked).map(({ platform }) => verdictQuery({ reference, platform })),
  })
  return (
    <Panel title="Platforms" aside="own, inherited from the index, or missing" className="overflow-x-auto!">
      <table className="data-table min-w-[34rem]">
        <caption className="sr-only">What each platform has</caption>
        <thead>
          <tr>
            <th scope="col">Platform</th>
            <th scope="col">Signature</th>
            <th scope="col">SBOM</th>
            <th scope="col">Provenance</th>
            <th scope="col" className="max-md:hidden">
              Digest
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ platform, digest }, index) => {
            const answer = verdicts[index]
            return (
              <tr key={`${digest} ${platform ?? ''}`}>
                <td>
                  <UrlLink changes={{ platform, tab: null }} step className="font-semibold hover:underline">
                    {platform === null ? 'The index itself' : visibleText(platform)}
                  </UrlLink>
                </td>
                <Cells verdict={answer?.data} failed={answer === undefined || answer.isError} />
                <td className="max-md:hidden">
                  <Digest digest={digest} />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </Panel>
  )
}

function Cells({ verdict, failed }: { readonly verdict: VerdictDto | undefined; readonly failed: boolean }) {
  if (verdict === undefined) {
    return ['signature', 'sbom', 'provenance'].map((name) => (
      <td key={name}>{failed ? <span className="text-soft">no answer</span> : <Skeleton className="h-4 w-20" />}</td>
    ))
  }
  const { attestations } = verdict
  const doubtful = verdict.discovery.some(({ answer }) => answer === 'failed')
  return (
    <>
      <Cell items={verdict.signatures} doubtful={doubtful} />
      <Cell items={attestations.filter(({ predicateType }) => isSbomPredicate(predicateType))} doubtful={doubtful} />
      <Cell
        items={attestations.filter(({ predicateType }) => isProvenancePredicate(predicateType))}
        doubtful={doubtful}
      />
    </>
  )
}

type CellProps = { readonly items: readonly EvidenceDto[]; readonly doubtful: boolean }

function Cell({ items, doubtful }: CellProps) {
  const best = items.find(({ inherited }) => !inherited) ?? items[0]
  if (best === undefined) return <td className="text-soft">{doubtful ? 'not known' : 'missing'}</td>
  return (
    <td>
      <span className="flex items-center gap-2">
        <StateMark state={best.state} inherited={best.inherited} size={16} label={stateLook[best.state].word} />
        {best.inherited ? 'inherited' : 'own'}
      </span>
    </td>
  )
}
