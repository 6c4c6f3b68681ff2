import { createHash } from 'node:crypto'
import type { ConfiguredRoot } from '#lib/config/configured-source.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import type { RootMetadata, RootProblem, RootSource, StoredRoot } from '#lib/store/root-store.ts'
import { openRoot } from '#lib/trust-root/open-root.ts'
import { readTufRoot } from './assert-tuf-root.ts'
import type { BuiltInRoot } from './built-in-roots.ts'

/** A trusted root as it stands: where it comes from, what it holds, how old that is, and what is wrong with it. */
export type RootEntry = {
  readonly id: string
  readonly name: string
  readonly origin: StoredRoot['origin']
  readonly source: RootSource | null
  /** Null until a mirror has given one. */
  readonly document: string | null
  /** The day of the copy that came with the package, when that is the one in use. */
  readonly snapshotAt: string | null
  readonly fetchedAt: string | null
  readonly addedAt: string | null
  /** Of what was fetched or pinned: what an update begins with. */
  readonly metadata: Partial<RootMetadata>
  /** When the copy in the store was fetched, whether or not it is the one in use. */
  readonly storedAt: string | null
  /** Until when the TUF root vouches for the copy; null for a file that somebody gave. */
  readonly vouchedUntil: string | null
  /** Why it is not used, or null. */
  readonly obstacle: AppError | null
  /** Why it could not be renewed, or null. */
  readonly problem: RootProblem | null
}

type Parts = Omit<RootEntry, 'vouchedUntil' | 'obstacle'>

/** The copy at hand is used until the root that vouches for it ends; a file that somebody gave, for ever. */
function toEntry(parts: Parts, now: Date): RootEntry {
  const tufRoot = parts.metadata.root
  const vouchedUntil = tufRoot === undefined ? null : readTufRoot(tufRoot).expiresAt
  return { ...parts, vouchedUntil, obstacle: findObstacle({ ...parts, vouchedUntil }, now) }
}

function findObstacle({ id, name, document, vouchedUntil }: Omit<RootEntry, 'obstacle'>, now: Date): AppError | null {
  if (document === null) {
    return new AppError('TRUST_ROOT_UNREACHABLE', 'Nothing is verified with it until it has been fetched.')
  }
  if (vouchedUntil !== null && Date.parse(vouchedUntil) <= now.getTime()) {
    const day = vouchedUntil.slice(0, 10)
    return new AppError(
      'TRUST_ROOT_EXPIRED',
      `This copy was vouched for until ${day}: nothing is verified with it until it is fetched anew.`,
      { context: { vouchedUntil } },
    )
  }
  try {
    openRoot({ id, name, text: document })
    return null
  } catch (error) {
    if (isAppError(error)) return error
    throw error
  }
}

export function toBuiltInEntry(root: BuiltInRoot, stored: StoredRoot | undefined, now: Date): RootEntry {
  const { id, name, mirror, snapshot } = root
  const fetched = isNewer(stored, root) ? stored : undefined
  const metadata: Partial<RootMetadata> = fetched?.metadata ?? {}
  const pinned = newerRoot(root.tufRoot, metadata.root)
  return toEntry(
    {
      id,
      name,
      origin: 'built-in',
      source: { mirror, tufRoot: root.tufRoot, caPem: null },
      document: fetched?.document ?? snapshot.document,
      snapshotAt: fetched?.document === undefined ? snapshot.takenAt : null,
      fetchedAt: fetched?.fetchedAt ?? null,
      addedAt: null,
      metadata: { ...metadata, root: pinned },
      storedAt: stored?.fetchedAt ?? null,
      problem: stored?.problem ?? null,
    },
    now,
  )
}

/** What was fetched before this version of the package was made is older than what came with it. */
function isNewer(stored: StoredRoot | undefined, { snapshot }: BuiltInRoot): boolean {
  const fetchedAt = stored?.fetchedAt ?? null
  return fetchedAt !== null && Date.parse(fetchedAt) > Date.parse(snapshot.takenAt)
}

/** A version of the package may pin a later root than was fetched; never back to an earlier one. */
const newerRoot = (pinned: string, fetched: string | undefined): string =>
  fetched !== undefined && readTufRoot(fetched).version > readTufRoot(pinned).version ? fetched : pinned

/** The id of a configured root follows its name, so that rules keep it when its content changes. */
export const toConfiguredId = (name: string): string =>
  `configured-${createHash('sha256').update(name).digest('hex').slice(0, 16)}`

export function toConfiguredEntry(
  { name, content }: ConfiguredRoot,
  stored: readonly StoredRoot[],
  now: Date,
): RootEntry {
  const id = toConfiguredId(name)
  const common = { id, name, origin: 'configuration', snapshotAt: null, addedAt: null } as const
  if ('document' in content) {
    const { document } = content
    return toEntry(
      { ...common, source: null, document, fetchedAt: null, storedAt: null, metadata: {}, problem: null },
      now,
    )
  }
  const { mirror, tufRoot } = content
  const known = stored.find(({ id: other }) => other === id)
  // What another mirror, or one with another root, gave says nothing about this one.
  const held = known?.source?.mirror === mirror && known.source.tufRoot === tufRoot ? known : undefined
  return toEntry(
    {
      ...common,
      source: content,
      document: held?.document ?? null,
      fetchedAt: held?.fetchedAt ?? null,
      storedAt: known?.fetchedAt ?? null,
      metadata: held?.metadata ?? { root: tufRoot },
      problem: held?.problem ?? null,
    },
    now,
  )
}

export function toAddedEntry(stored: StoredRoot, now: Date): RootEntry {
  const { id, name, source, document, fetchedAt, metadata, problem, createdAt } = stored
  return toEntry(
    {
      id,
      name,
      origin: 'added',
      source,
      document,
      snapshotAt: null,
      fetchedAt,
      storedAt: fetchedAt,
      addedAt: createdAt,
      metadata: metadata ?? (source === null ? {} : { root: source.tufRoot }),
      problem,
    },
    now,
  )
}
