import type { TagDto } from '#lib/api/contract/registries.ts'
import type { VerdictDto, VerdictLine } from '#lib/api/contract/verdict.ts'
import { type State, states } from '#lib/evidence/state.ts'
import { formatStore, reasonOf } from '#lib/format/evidence.ts'
import { formatSigner } from '#lib/format/sentence.ts'
import { identifyTime } from '#lib/format/time.ts'

/** What a row shows of a verdict, or of the problem that there is none. */
export type RowVerdict = {
  readonly state: State
  /** What the state column says instead of the state's word. */
  readonly word: string | null
  readonly signer: string | null
  /** Where no signer can be named: why. */
  readonly note: string | null
  readonly packageCount: number | null
}

export type TagRow = TagDto & {
  readonly reference: string
  readonly verdict: RowVerdict | null
  /** What the row is sorted by: while states stream in, what was known before, so that no row jumps. */
  readonly settled: RowVerdict | null
}

export function toRowVerdict(line: VerdictLine): RowVerdict {
  if ('problem' in line) return unanswered(line.problem.title)
  const { verdict } = line
  return {
    state: verdict.state,
    word: null,
    signer: signerOf(verdict),
    note: noteOf(verdict),
    packageCount: verdict.sbom?.packageCount ?? null,
  }
}

// An image that cannot be resolved is an error, not a state: the row says so in its own word.
const unanswered = (title: string): RowVerdict => ({
  state: 'undetermined',
  word: 'No answer',
  signer: null,
  note: title,
  packageCount: null,
})

function signerOf({ state, signatures }: VerdictDto): string | null {
  if (state !== 'verified' && state !== 'untrusted') return null
  const speaking = signatures.find((signature) => signature.state === state && signature.signer !== null)
  return speaking?.signer ? formatSigner(speaking.signer) : null
}

function noteOf({ state, signatures, discovery }: VerdictDto): string | null {
  switch (state) {
    case 'verified':
    case 'unsigned':
      return null
    case 'untrusted':
      return 'Unknown key'
    case 'invalid': {
      const broken = signatures.find((signature) => signature.state === 'invalid')
      return broken === undefined ? null : reasonOf(broken)
    }
    case 'undetermined': {
      const failed = discovery.find(({ answer }) => answer === 'failed')
      if (failed !== undefined)
        return `${formatStore(failed.store)}: no answer${failed.status === null ? '' : ` (${failed.status})`}`
      const open = signatures.find((signature) => signature.state === 'undetermined')
      return open === undefined ? null : reasonOf(open)
    }
  }
}

/** Rows as the list gives them, with the verdicts that have arrived. */
export function toTagRows(
  repository: string,
  tags: readonly TagDto[],
  verdicts: ReadonlyMap<string, RowVerdict>,
  settled: ReadonlyMap<string, RowVerdict> = verdicts,
): TagRow[] {
  return tags.map((tag) => {
    const known = tag.problem === null ? null : unanswered(tag.problem.title)
    return {
      ...tag,
      reference: `${repository}:${tag.tag}`,
      verdict: known ?? verdicts.get(tag.digest ?? '') ?? null,
      settled: known ?? settled.get(tag.digest ?? '') ?? null,
    }
  })
}

type TagFilter = { readonly q: string; readonly state: State | null }

export const identifyState = (text: string | null): State | null => states.find((state) => state === text) ?? null

/** The rows that match: the text in the tag, the digest or the signer. */
export function filterTagRows(rows: readonly TagRow[], { q, state }: TagFilter): TagRow[] {
  const text = q.trim().toLowerCase()
  return rows.filter(
    (row) =>
      (state === null || row.verdict?.state === state) &&
      (text === '' ||
        row.tag.toLowerCase().includes(text) ||
        row.digest?.includes(text) === true ||
        row.verdict?.signer?.toLowerCase().includes(text) === true),
  )
}

/** The order in which a list begins; rows without a time come last. */
export function sortNewestFirst(rows: readonly TagRow[]): TagRow[] {
  const timed = rows.map((row) => ({ row, time: identifyTime(row.createdAt ?? '') ?? Number.NEGATIVE_INFINITY }))
  // Two infinities have no difference.
  return timed.sort((a, b) => (a.time === b.time ? 0 : b.time - a.time)).map(({ row }) => row)
}

/** How many rows have each state. */
export function countStates(rows: readonly TagRow[]): ReadonlyMap<State, number> {
  const counts = new Map<State, number>()
  for (const { verdict } of rows) {
    if (verdict !== null) counts.set(verdict.state, (counts.get(verdict.state) ?? 0) + 1)
  }
  return counts
}
