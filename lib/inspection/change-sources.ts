import type { Config } from '#lib/config/load-config.ts'
import { AppError } from '#lib/errors/app-error.ts'
import type { Store } from '#lib/store/open-store.ts'
import { type SourceChangeRequest, type SourceRequest, toNewSource, toSourceChange } from './add-source.ts'
import type { SourceEntry, Sources } from './sources.ts'

type Shelf = { readonly sources: Sources; readonly store: Pick<Store, 'registries'>; readonly config: Config }

/** The source with an id. Throws `REGISTRY_UNKNOWN`. */
export async function findSource(sources: Sources, id: string): Promise<SourceEntry> {
  const entry = (await sources.list()).find((one) => one.id === id)
  if (entry !== undefined) return entry
  throw new AppError('REGISTRY_UNKNOWN', 'There is no source with this id.', { context: { id: id.slice(0, 100) } })
}

/** Adds a registry or layout. Throws `REGISTRY_EXISTS` and what `toNewSource` throws. */
export async function addSource({ sources, store, config }: Shelf, request: SourceRequest): Promise<SourceEntry> {
  const source = await toNewSource(request, config)
  const taken = (await sources.list()).find(({ host, readOnly }) => readOnly && host === source.host)
  if (taken !== undefined) {
    throw new AppError('REGISTRY_EXISTS', `${source.host} is there already.`, { context: { host: source.host } })
  }
  const { id } = await store.registries.create(source)
  sources.invalidate()
  return findSource(sources, id)
}

/** Changes a source that was added here. Throws `REGISTRY_UNKNOWN` and `REQUEST_INVALID` for one that cannot be changed. */
export async function updateSource(
  { sources, store }: Shelf,
  id: string,
  request: SourceChangeRequest,
): Promise<SourceEntry> {
  const entry = await findChangeable(sources, id)
  if (entry.kind === 'layout') throw unchangeable('A layout has a name and a path only: remove it and add it anew.', id)
  await store.registries.update(id, toSourceChange(request, entry.host))
  sources.invalidate()
  return findSource(sources, id)
}

export async function removeSource({ sources, store }: Shelf, id: string): Promise<void> {
  await findChangeable(sources, id)
  await store.registries.delete(id)
  sources.invalidate()
}

async function findChangeable(sources: Sources, id: string): Promise<SourceEntry> {
  const entry = await findSource(sources, id)
  if (!entry.readOnly) return entry
  throw unchangeable('This source is built in or comes from the configuration file; it is changed there.', id)
}

const unchangeable = (message: string, id: string) => new AppError('REQUEST_INVALID', message, { context: { id } })
