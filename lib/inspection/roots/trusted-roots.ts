import type { Config } from '#lib/config/load-config.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import type { Store } from '#lib/store/open-store.ts'
import type { NewRoot } from '#lib/store/root-store.ts'
import type { NamedRoot } from '#lib/trust/trust-rule.ts'
import { assertUsableRoot } from '#lib/trust-root/assert-usable-root.ts'
import { parseTrustedRoot } from '#lib/trust-root/parse-trusted-root.ts'
import { assertTufRoot } from './assert-tuf-root.ts'
import { type BuiltInRoot, builtInRoots } from './built-in-roots.ts'
import type { FetchRootOptions, fetchRoot } from './fetch-root.ts'
import { type RootEntry, toAddedEntry, toBuiltInEntry, toConfiguredEntry } from './root-entry.ts'

// Another process on the same database may change the roots.
const listTtlMs = 2_000

/** The Sigstore trusted roots that evidence is verified against when neither rule nor request names one. */
export type TrustedRoots = {
  /** Those that can be used now, validated; the same array until something changes. */
  list(): Promise<readonly NamedRoot[]>
  /** All of them, also those that cannot be used, with the reason. */
  entries(): Promise<readonly RootEntry[]>
  /** Throws `TRUST_ROOT_NOT_FOUND`. */
  find(id: string): Promise<RootEntry>
  /** Fetches a root's newer copy. Whatever goes wrong, the copy at hand stays. Throws `TRUST_ROOT_…`. */
  refresh(id: string, signal: AbortSignal): Promise<RootEntry>
  /** To be called after a change of what is stored. */
  invalidate(): void
  readonly tools: RootTools
}

/** How a mirror is asked, and how the time is told. */
export type RootTools = {
  readonly fetch: typeof fetchRoot
  readonly options: Omit<FetchRootOptions, 'allowPrivate' | 'signal'>
}

type RootsOptions = {
  readonly config: Pick<Config, 'trustedRoots'>
  readonly store: Pick<Store, 'roots'>
  readonly tools: RootTools
  readonly builtIn?: readonly BuiltInRoot[]
}

/** Throws `CONFIG_INVALID` for a configured file that is no trusted root. */
export function createTrustedRoots({ config, store, tools, builtIn = builtInRoots }: RootsOptions): TrustedRoots {
  const { configured } = config.trustedRoots
  for (const root of configured) assertConfigured(root)
  const now = () => tools.options.now()
  let read: { readonly atMs: number; readonly entries: Promise<readonly RootEntry[]> } | null = null
  let listed: readonly NamedRoot[] = []

  async function readEntries(): Promise<readonly RootEntry[]> {
    const stored = await store.roots.list()
    const at = now()
    return [
      ...builtIn.map((root) =>
        toBuiltInEntry(
          root,
          stored.find(({ id }) => id === root.id),
          at,
        ),
      ),
      ...configured.map((root) => toConfiguredEntry(root, stored, at)),
      ...stored.filter(({ origin }) => origin === 'added').map((root) => toAddedEntry(root, at)),
    ]
  }

  const entries = (): Promise<readonly RootEntry[]> => {
    const atMs = now().getTime()
    if (read !== null && atMs - read.atMs < listTtlMs) return read.entries
    const reading = { atMs, entries: readEntries() }
    read = reading
    reading.entries.catch(() => {
      if (read === reading) read = null
    })
    return reading.entries
  }

  const invalidate = () => {
    read = null
  }

  const find = async (id: string): Promise<RootEntry> => {
    const entry = (await entries()).find((one) => one.id === id)
    if (entry !== undefined) return entry
    throw new AppError('TRUST_ROOT_NOT_FOUND', 'There is no trusted root with this id.', {
      context: { id: id.slice(0, 100) },
    })
  }

  return {
    tools,
    entries,
    find,
    invalidate,
    async list() {
      const usable = (await entries()).flatMap(({ id, name, document, obstacle }) =>
        document === null || obstacle !== null ? [] : [{ id, name, text: document }],
      )
      if (!isSameList(usable, listed)) listed = usable
      return listed
    },
    async refresh(id, signal) {
      const entry = await find(id)
      const { source, metadata, origin } = entry
      if (source === null)
        throw new AppError('REQUEST_INVALID', 'This trusted root was given as a file: there is no mirror.')
      const root = toStored(entry, now())
      try {
        // Whoever added or configured a mirror may mean one on a private network; those that are built in are public.
        const allowPrivate = origin !== 'built-in'
        await store.roots.renew(root, await tools.fetch(source, metadata, { ...tools.options, allowPrivate, signal }))
      } catch (error) {
        if (isAppError(error) && error.code !== 'REQUEST_CANCELLED') {
          const { code, message } = error
          // A disk that is full must not hide why the root could not be renewed.
          await store.roots.fail(root, { code, message, at: now().toISOString() }).catch(() => undefined)
        }
        throw error
      } finally {
        invalidate()
      }
      return find(id)
    },
  }
}

const isSameList = (a: readonly NamedRoot[], b: readonly NamedRoot[]): boolean =>
  a.length === b.length &&
  a.every((one, at) => one.id === b[at]?.id && one.name === b[at]?.name && one.text === b[at]?.text)

function toStored({ id, origin, name, source, document, storedAt }: RootEntry, now: Date): NewRoot {
  const createdAt = now.toISOString()
  return { id, origin, name, source, document, metadata: null, fetchedAt: storedAt, createdAt }
}

/** A file that was wrong from the beginning is an error of the configuration; one that has grown old is not. */
function assertConfigured({ where, content }: Config['trustedRoots']['configured'][number]): void {
  const key = 'document' in content ? `${where}.file` : `${where}.tuf.root`
  try {
    if ('document' in content) assertUsableRoot(parseTrustedRoot(content.document), 0)
    else assertTufRoot(content.tufRoot)
  } catch (cause) {
    if (!isAppError(cause)) throw cause
    throw new AppError('CONFIG_INVALID', `${key}: ${cause.message}`, { cause, context: { key } })
  }
}
