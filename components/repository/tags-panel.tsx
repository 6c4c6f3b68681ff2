'use client'

import { Tags } from 'lucide-react'
import { useMemo, useState } from 'react'
import { identifySort, type Sort } from '#components/data-table/column.ts'
import { DataTable } from '#components/data-table/data-table.tsx'
import { LoadMore, type More } from '#components/data-table/load-more.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Input } from '#components/ui/input.tsx'
import { UrlLink } from '#components/url/url-link.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { useUrlText } from '#components/url/use-url-text.ts'
import { repositoryPath } from '#lib/format/page-path.ts'
import { countOf } from '#lib/format/size.ts'
import type { TagsPage } from '#lib/queries/tags.ts'
import { CheckProgress } from './check-progress.tsx'
import { StateFilter } from './state-filter.tsx'
import { tagColumns } from './tag-columns.tsx'
import { countStates, filterTagRows, identifyState, sortNewestFirst, type TagRow, toTagRows } from './tag-row.ts'
import { type TagVerdicts, useTagVerdicts } from './use-tag-verdicts.ts'

const sortable = ['state', 'tag', 'signer', 'packages', 'size', 'created']
const newestFirst: Sort = { id: 'created', descending: true }
const rowId = ({ tag }: TagRow): string => tag

type TagsPanelProps = {
  readonly repository: string
  readonly pages: readonly TagsPage[]
  readonly search: ReturnType<typeof useUrlText>
  readonly helpers: boolean
  readonly more: More
}

export function TagsPanel({ repository, pages, search, helpers, more }: TagsPanelProps) {
  const url = useUrlParams()
  const state = identifyState(url.get('state'))
  const sort = identifySort(url.get('sort'), sortable) ?? newestFirst
  const tags = useMemo(() => pages.flatMap(({ items }) => items), [pages])
  const check = useTagVerdicts(repository, pages)
  const settled = useSettled(check)
  const all = useMemo(
    () => toTagRows(repository, tags, check.verdicts, settled),
    [repository, tags, check.verdicts, settled],
  )
  const rows = useMemo(() => sortNewestFirst(filterTagRows(all, { q: search.text, state })), [all, search.text, state])
  const counts = useMemo(() => countStates(all), [all])
  const done = tags.filter(({ digest }) => digest === null || check.done.has(digest)).length
  const helperCount = pages.reduce((sum, page) => sum + page.helperCount, 0)

  if (tags.length === 0) return <NoTags repository={repository} helperCount={helperCount} />
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-3">
        <Input
          type="search"
          aria-label="Filter tags"
          placeholder="Filter tags"
          data-search="page"
          value={search.text}
          onChange={(event) => search.setText(event.target.value)}
          className="h-8! w-full sm:w-64!"
        />
        <StateFilter total={all.length} counts={counts} selected={state} />
        <div className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-2 max-sm:w-full max-sm:justify-between">
          <CheckProgress
            done={done}
            total={tags.length}
            running={check.running}
            onStop={check.stop}
            onResume={check.resume}
          />
          <HelperToggle count={helperCount} isShown={helpers} />
        </div>
      </div>
      {check.error !== null && !check.running && (
        <div className="border-b border-line">
          <ErrorPanel error={check.error} onRetry={check.resume} />
        </div>
      )}
      <DataTable
        caption={`Tags of ${repository}`}
        columns={tagColumns}
        rows={rows}
        rowId={rowId}
        sort={sort}
        given={newestFirst}
        sortable={sortable}
      />
      {rows.length === 0 && <NoMatch />}
      <LoadMore more={more} label="Load more tags" />
    </>
  )
}

/** The verdicts as they were when nothing was on its way. */
function useSettled({ verdicts, running }: TagVerdicts): TagVerdicts['verdicts'] {
  const [settled, setSettled] = useState(verdicts)
  if (!running && settled !== verdicts) setSettled(verdicts)
  return settled
}

function HelperToggle({ count, isShown }: { readonly count: number; readonly isShown: boolean }) {
  if (count === 0 && !isShown) return null
  return (
    <UrlLink
      changes={{ helpers: isShown ? null : 'true' }}
      aria-current={isShown ? 'true' : undefined}
      title="Tags such as sha256-….sig, in which cosign keeps signatures and attestations"
      className={`inline-flex h-8 items-center rounded-full border px-3 text-sm ${
        isShown ? 'border-ink text-ink' : 'border-line text-soft hover:border-edge hover:text-ink'
      }`}
    >
      {isShown ? 'Helper tags shown' : `${countOf(count, 'helper tag')} folded`}
    </UrlLink>
  )
}

function NoMatch() {
  return (
    <EmptyState
      title="No tag matches"
      action={
        <UrlLink changes={{ q: null, state: null }} className="link">
          Show all tags
        </UrlLink>
      }
    >
      None of the tags that are loaded matches the filter.
    </EmptyState>
  )
}

function NoTags({ repository, helperCount }: { readonly repository: string; readonly helperCount: number }) {
  return (
    <EmptyState
      icon={<Tags aria-hidden="true" size={28} />}
      title="This repository has no tags"
      action={
        helperCount > 0 ? (
          <ButtonLink href={`${repositoryPath(repository)}?helpers=true`}>
            Show {countOf(helperCount, 'helper tag')}
          </ButtonLink>
        ) : undefined
      }
    >
      {helperCount > 0
        ? 'It holds only helper tags, in which cosign keeps signatures and attestations of images that have no tag.'
        : 'The registry answered with an empty list. An image without a tag can still be opened by its digest.'}
    </EmptyState>
  )
}
