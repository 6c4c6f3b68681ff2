import type { Column } from '#components/data-table/column.ts'
import { StatePill } from '#components/state/state-pill.tsx'
import { Digest } from '#components/ui/digest.tsx'
import { Link } from '#components/ui/link.tsx'
import { Time } from '#components/ui/time.tsx'
import { states } from '#lib/evidence/state.ts'
import { shortenDigestsIn } from '#lib/format/digest.ts'
import { imagePath } from '#lib/format/page-path.ts'
import { countOf, formatCount, formatSize } from '#lib/format/size.ts'
import { identifyTime } from '#lib/format/time.ts'
import { visibleText } from '#lib/format/visible-text.ts'
import type { TagRow } from './tag-row.ts'

const nothing = <span className="text-soft">—</span>
const soon = (
  <span className="text-soft" aria-hidden="true">
    …
  </span>
)

/** State first; the less a column helps to compare, the wider the screen it needs. */
export const tagColumns: readonly Column<TagRow>[] = [
  {
    id: 'state',
    header: 'Trust',
    width: '9.25rem',
    cell: ({ verdict }) => (
      <span className="flex">
        {verdict === null ? (
          <StatePill state="checking" />
        ) : (
          <StatePill state={verdict.state} {...(verdict.word === null ? {} : { word: verdict.word })} />
        )}
      </span>
    ),
    sortValue: ({ settled }) => (settled === null ? undefined : states.indexOf(settled.state)),
  },
  {
    id: 'tag',
    header: 'Tag',
    // Room for the second line from the start, so that nothing moves when it arrives.
    className: 'max-sm:[--row:51px]',
    cell: ({ tag, reference, verdict }) => {
      const shown = shortenDigestsIn(tag)
      return (
        <>
          <Link
            href={imagePath(reference)}
            data-row-link=""
            title={tag}
            className={`block truncate hover:underline ${shown === tag ? 'font-semibold' : 'text-sm'}`}
          >
            {shown}
          </Link>
          <NarrowFacts verdict={verdict} />
        </>
      )
    },
    sortValue: ({ tag }) => tag,
  },
  {
    id: 'signer',
    header: 'Signer',
    width: '22%',
    className: 'max-sm:hidden',
    cell: ({ verdict }) => <SignerCell verdict={verdict} />,
    sortValue: ({ settled }) => settled?.signer ?? settled?.note ?? undefined,
  },
  {
    id: 'packages',
    header: 'Packages',
    width: '5.75rem',
    className: 'max-md:hidden text-right!',
    firstSort: 'desc',
    cell: ({ verdict }) => {
      if (verdict === null) return soon
      return verdict.packageCount === null ? nothing : <span className="num">{formatCount(verdict.packageCount)}</span>
    },
    sortValue: ({ settled }) => settled?.packageCount ?? undefined,
  },
  {
    id: 'platforms',
    header: 'Platforms',
    width: '8rem',
    className: 'max-lg:hidden text-soft',
    cell: ({ platforms }) => <PlatformsCell platforms={platforms} />,
  },
  {
    id: 'digest',
    header: 'Digest',
    width: '11.75rem',
    className: 'max-xl:hidden',
    cell: ({ digest }) => (digest === null ? nothing : <Digest digest={digest} />),
  },
  {
    id: 'size',
    header: 'Size',
    width: '5.5rem',
    className: 'max-lg:hidden text-soft text-right!',
    firstSort: 'desc',
    cell: ({ sizeBytes }) =>
      sizeBytes === null ? nothing : <span className="num whitespace-nowrap">{formatSize(sizeBytes)}</span>,
    sortValue: ({ sizeBytes }) => sizeBytes ?? undefined,
  },
  {
    id: 'created',
    header: 'Created',
    width: '7.75rem',
    className: 'max-[26rem]:hidden text-soft',
    firstSort: 'desc',
    cell: ({ createdAt }) => (createdAt === null ? nothing : <Time at={createdAt} />),
    sortValue: ({ createdAt }) => (createdAt === null ? undefined : (identifyTime(createdAt) ?? undefined)),
  },
]

function SignerCell({ verdict }: Pick<TagRow, 'verdict'>) {
  if (verdict === null) return soon
  const text = verdict.signer ?? verdict.note
  if (text === null) return nothing
  const shown = visibleText(text)
  return (
    <span title={shown} className={`block truncate ${verdict.signer === null ? 'text-soft' : ''}`}>
      {shown}
    </span>
  )
}

/** On a narrow screen, under the tag, what the columns to its right would say. */
function NarrowFacts({ verdict }: Pick<TagRow, 'verdict'>) {
  const who = verdict?.signer ?? verdict?.note ?? null
  const facts = [
    who === null ? null : visibleText(who),
    verdict === null || verdict.packageCount === null ? null : countOf(verdict.packageCount, 'package'),
  ].filter((fact) => fact !== null)
  if (facts.length === 0) return null
  return <span className="block truncate text-xs text-soft sm:hidden">{facts.join('\u00a0· ')}</span>
}

function PlatformsCell({ platforms }: Pick<TagRow, 'platforms'>) {
  if (platforms.length === 0) return nothing
  const names = platforms.map((platform) => visibleText(platform.replace(/^linux\//, '')))
  return (
    <span title={names.join(', ')} className="block truncate">
      {names.join(' ')}
    </span>
  )
}
