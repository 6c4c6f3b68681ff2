'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { ImageOff } from 'lucide-react'
import { type FormEvent, useRef, useState } from 'react'
import { RepositoryCombobox } from '#components/repository/repository-combobox.tsx'
import { StatePill } from '#components/state/state-pill.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { useRowKeys } from '#components/ui/use-row-keys.ts'
import { useUrlParams } from '#components/url/use-url-params.ts'
import type { KeyImageDto } from '#lib/api/contract/trust.ts'
import { imagePath } from '#lib/format/page-path.ts'
import { countOf } from '#lib/format/size.ts'
import { keyImagesQuery } from '#lib/queries/keys.ts'
import { looksQuery } from '#lib/queries/looks.ts'

/** Which images the key verifies: among those known here, or all tags of one repository. */
export function KeyImagesPanel({ fingerprint }: { readonly fingerprint: string }) {
  const url = useUrlParams()
  const repository = url.get('repository')
  const query = useInfiniteQuery(keyImagesQuery(fingerprint, repository))
  const list = useRef<HTMLUListElement>(null)
  const pages = query.data?.pages ?? []
  const items = pages.flatMap((page) => page.items)
  const checked = pages.reduce((sum, page) => sum + page.checked, 0)
  const problems = pages.flatMap((page) => page.problems)
  useRowKeys(list, { count: items.length })
  return (
    <Panel
      title="Images that it verifies"
      aside={query.isSuccess ? `${countOf(items.length, 'image')} of ${checked} checked` : undefined}
    >
      <RepositoryChoice
        key={repository}
        repository={repository}
        onChange={(next) => url.replace({ repository: next })}
      />
      {query.isPending && <SkeletonRows rows={4} label="Checking which images this key verifies" />}
      {query.isError && <ErrorPanel error={query.error} onRetry={() => query.refetch()} retrying={query.isFetching} />}
      {query.isSuccess && items.length === 0 && (
        <EmptyState title="It verifies none of them" icon={<ImageOff aria-hidden="true" size={26} />}>
          {repository === null
            ? 'None of the images known here has a signature or attestation by this key. Name a repository to check its tags.'
            : `No tag of ${repository} has a signature or attestation by this key.`}
        </EmptyState>
      )}
      <ul ref={list} className="divide-y divide-line">
        {items.map((image, index) => (
          <ImageRow key={`${image.reference} ${image.digest}`} image={image} index={index} />
        ))}
      </ul>
      {problems.map((problem) => (
        <div key={`${problem.code} ${problem.detail}`} className="border-t border-line px-4 py-2.5 text-sm">
          <span className="font-medium">{problem.title}.</span> <span className="text-soft">{problem.detail}</span>{' '}
          <Link href={problem.type} className="link text-xs">
            <code>{problem.code}</code>
          </Link>
        </div>
      ))}
      {query.hasNextPage && (
        <div className="border-t border-line p-3 text-center">
          <Button size="s" onClick={() => query.fetchNextPage()} disabled={query.isFetchingNextPage}>
            {query.isFetchingNextPage ? 'Checking …' : 'Check more'}
          </Button>
        </div>
      )}
    </Panel>
  )
}

function ImageRow({ image, index }: { readonly image: KeyImageDto; readonly index: number }) {
  const counts = [
    image.signatures > 0 ? countOf(image.signatures, 'signature') : null,
    image.attestations > 0 ? countOf(image.attestations, 'attestation') : null,
  ].filter((count) => count !== null)
  return (
    <li data-row={index} className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2 hover:bg-sunken">
      <div className="w-32 flex-none">
        <StatePill state={image.state} />
      </div>
      <Link
        href={imagePath(image.reference)}
        data-row-link=""
        className="min-w-0 flex-1 basis-48 font-medium hover:underline [overflow-wrap:anywhere]"
      >
        {image.reference}
      </Link>
      <span className="num text-xs text-soft">{counts.join(', ')}</span>
      <Time at={image.checkedAt} className="text-xs text-soft" />
    </li>
  )
}

type RepositoryChoiceProps = {
  readonly repository: string | null
  readonly onChange: (repository: string | null) => void
}

function RepositoryChoice({ repository, onChange }: RepositoryChoiceProps) {
  const [text, setText] = useState(repository ?? '')
  const looks = useQuery(looksQuery(20))
  const known = [...new Set((looks.data?.items ?? []).map(({ reference }) => toRepository(reference)))]
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onChange(text.trim() === '' ? null : text.trim())
  }
  return (
    <form onSubmit={submit} className="flex flex-wrap gap-2 border-b border-line px-4 py-2.5">
      <label htmlFor="key-repository" className="sr-only">
        Repository to check
      </label>
      <RepositoryCombobox
        id="key-repository"
        data-search="page"
        value={text}
        onChange={setText}
        onPick={(picked) => {
          setText(picked)
          onChange(picked)
        }}
        suggestions={known}
        placeholder="A repository, to check all its tags"
        className="h-8! flex-1 basis-56"
      />
      <Button type="submit" className="h-8!">
        Check
      </Button>
    </form>
  )
}

const toRepository = (reference: string): string => reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '')
