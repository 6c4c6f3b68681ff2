import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { parseRegistryHost, type RegistryHost } from '#lib/oci/reference.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'
import { formatCursor, parseCursor } from './cursor.ts'
import type { SourceEntry, Sources } from './sources.ts'

export type RepositoryEntry = {
  readonly repository: string
  readonly registry: RegistryHost
  readonly addedByHand: boolean
}

/** One page over one source or all; a source that could not list is named in `problems` beside what the others have. */
export type RepositoryList = {
  readonly items: readonly RepositoryEntry[]
  readonly next: string | null
  readonly problems: readonly { readonly registry: RegistryHost; readonly error: AppError }[]
}

type Request = {
  /** Host or id of one source; null for all of them. */
  readonly registry: string | null
  readonly query: string | null
  readonly limit: number
  readonly after: string | null
}

type Part = { readonly host: RegistryHost; readonly byHand: ReadonlySet<string> }

/**
 * Lists repositories, source after source. Asked for one source, its failure is thrown, except a refused catalogue:
 * what was added by hand can be listed all the same.
 */
export async function listRepositories(
  sources: Sources,
  request: Request,
  options: ReadOptions = {},
): Promise<RepositoryList> {
  const parts = await selectParts(sources, request.registry)
  const [startHost, startAfter] = request.after === null ? [null, ''] : parseCursor(request.after, 2)
  const start =
    startHost === null
      ? 0
      : Math.max(
          0,
          parts.findIndex(({ host }) => host === startHost),
        )
  const items: RepositoryEntry[] = []
  const problems: { registry: RegistryHost; error: AppError }[] = []
  for (const [index, part] of parts.entries()) {
    if (index < start) continue
    const after = index === start && startAfter !== '' ? (startAfter ?? null) : null
    const room = request.limit - items.length
    if (room === 0) return { items, next: formatCursor([part.host, '']), problems }
    const page = await listPart(sources, part, { ...request, limit: room, after }, options)
    if (page.error !== null) {
      if (request.registry !== null && !isAppError(page.error, 'REGISTRY_CATALOGUE_REFUSED')) throw page.error
      problems.push({ registry: part.host, error: page.error })
    }
    items.push(...page.items)
    if (page.next !== null) return { items, next: formatCursor([part.host, page.next]), problems }
  }
  return { items, next: null, problems }
}

async function selectParts(sources: Sources, registry: string | null): Promise<readonly Part[]> {
  const entries = await sources.list()
  const toPart = ({ host, repositoriesByHand }: SourceEntry): Part => ({ host, byHand: new Set(repositoriesByHand) })
  if (registry === null) return entries.map(toPart)
  const entry = entries.find(({ id, host }) => id === registry || host === registry)
  return [entry === undefined ? { host: parseUnlistedHost(registry), byHand: new Set() } : toPart(entry)]
}

/** A registry's host has a dot or a port, or is `localhost`; anything else was meant as the id of a source. */
function parseUnlistedHost(registry: string): RegistryHost {
  const host = parseRegistryHost(registry)
  if (/[.:]/.test(host) || host === 'localhost') return host
  throw new AppError('REGISTRY_UNKNOWN', 'There is no source with this id.', {
    context: { id: registry.slice(0, 100) },
  })
}

type PartPage = {
  readonly items: readonly RepositoryEntry[]
  readonly next: string | null
  readonly error: AppError | null
}

async function listPart(
  sources: Sources,
  part: Part,
  request: { query: string | null; limit: number; after: string | null },
  options: ReadOptions,
): Promise<PartPage> {
  const toEntry = (name: string): RepositoryEntry => ({
    repository: `${part.host}/${name}`,
    registry: part.host,
    addedByHand: part.byHand.has(name),
  })
  try {
    const source = await sources.open(part.host)
    const page = await source.listRepositories(request, options)
    return { items: page.items.map(toEntry), next: page.next, error: null }
  } catch (error) {
    if (!isAppError(error) || options.signal?.aborted) throw error
    const query = request.query?.toLowerCase() ?? ''
    const names = [...part.byHand].filter((name) => name.includes(query)).sort()
    return { items: request.after === null ? names.map(toEntry) : [], next: null, error }
  }
}
