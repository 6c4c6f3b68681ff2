'use client'

import {
  type QueryClient,
  queryOptions,
  experimental_streamedQuery as streamedQuery,
  useQueries,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useMemo, useRef } from 'react'
import type { VerdictLine } from '#lib/api/contract/verdict.ts'
import { streamVerdicts } from '#lib/queries/stream-verdicts.ts'
import type { TagsPage } from '#lib/queries/tags.ts'
import { type RowVerdict, toRowVerdict } from './tag-row.ts'

/** By digest. `done` are those that the present pass has answered: a pass after a change of rules shows what it replaces. */
type Checked = { readonly verdicts: ReadonlyMap<string, RowVerdict>; readonly done: ReadonlySet<string> }

const nothing: Checked = { verdicts: new Map(), done: new Set() }

type Chunk = { readonly kept: ReadonlySet<string> } | { readonly lines: readonly VerdictLine[] }

function reduce(checked: Checked, chunk: Chunk): Checked {
  if ('kept' in chunk) return { verdicts: checked.verdicts, done: chunk.kept }
  const verdicts = new Map(checked.verdicts)
  const done = new Set(checked.done)
  for (const line of chunk.lines) {
    const digest = line.reference.slice(line.reference.indexOf('@') + 1)
    verdicts.set(digest, toRowVerdict(line))
    done.add(digest)
  }
  return { verdicts, done }
}

type PageKey = readonly ['verdicts', string, readonly string[]]
type Control = { stop: AbortController; resuming: boolean }

function pageQuery(queryKey: PageKey, control: { current: Control }) {
  return queryOptions({
    queryKey,
    staleTime: 5 * 60_000,
    enabled: queryKey[2].length > 0,
    // What arrives is merged by digest; comparing two maps deeply would cost more than it saves.
    structuralSharing: false,
    queryFn: streamedQuery<Chunk, Checked>({
      refetchMode: 'append',
      initialValue: nothing,
      reducer: reduce,
      streamFn: ({ client, signal }) => streamPage(client, queryKey, control, signal),
    }),
  })
}

async function* streamPage(
  client: QueryClient,
  queryKey: PageKey,
  control: { current: Control },
  signal: AbortSignal,
): AsyncGenerator<Chunk> {
  const [, repository, digests] = queryKey
  if (control.current.stop.signal.aborted) control.current.stop = new AbortController()
  const { stop, resuming } = control.current
  const kept = resuming ? (client.getQueryData<Checked>(queryKey)?.done ?? new Set<string>()) : new Set<string>()
  yield { kept }
  const references = digests.filter((digest) => !kept.has(digest)).map((digest) => `${repository}@${digest}`)
  for await (const lines of streamVerdicts(references, AbortSignal.any([signal, stop.signal]))) yield { lines }
}

const digestsOf = (page: TagsPage): string[] =>
  Array.from(new Set(page.items.flatMap(({ digest }) => (digest === null ? [] : [digest]))))

export type TagVerdicts = {
  readonly verdicts: ReadonlyMap<string, RowVerdict>
  readonly done: ReadonlySet<string>
  readonly running: boolean
  readonly error: unknown
  readonly stop: () => void
  readonly resume: () => void
}

/** The verdicts of all loaded tags, as they arrive; one request for each page of the list. */
export function useTagVerdicts(repository: string, pages: readonly TagsPage[]): TagVerdicts {
  const control = useRef<Control>({ stop: new AbortController(), resuming: false })
  const client = useQueryClient()
  const keys = useMemo(
    () => pages.map((page): PageKey => ['verdicts', repository, digestsOf(page)]),
    [repository, pages],
  )
  const queries = useMemo(() => keys.map((key) => pageQuery(key, control)), [keys])
  const checked = useQueries({ queries, combine })
  const stop = useCallback(() => control.current.stop.abort(), [])
  const resume = useCallback(async () => {
    control.current = { stop: new AbortController(), resuming: true }
    const incomplete = keys.filter((queryKey) => isIncomplete(client, queryKey))
    await Promise.all(incomplete.map((queryKey) => client.refetchQueries({ queryKey, exact: true })))
    control.current.resuming = false
  }, [client, keys])
  return { ...checked, stop, resume }
}

function isIncomplete(client: QueryClient, queryKey: PageKey): boolean {
  const done = client.getQueryData<Checked>(queryKey)?.done
  return queryKey[2].some((digest) => done?.has(digest) !== true)
}

function combine(
  results: readonly { data: Checked | undefined; error: unknown; fetchStatus: string }[],
): Omit<TagVerdicts, 'stop' | 'resume'> {
  const datas = results.map(({ data }) => data ?? nothing)
  const [first] = datas
  const single = datas.length === 1 && first !== undefined ? first : null
  return {
    verdicts: single?.verdicts ?? new Map(datas.flatMap(({ verdicts }) => [...verdicts])),
    done: single?.done ?? new Set(datas.flatMap(({ done }) => [...done])),
    running: results.some(({ fetchStatus }) => fetchStatus === 'fetching'),
    error: results.find(({ error }) => error !== null)?.error ?? null,
  }
}
