import { type AppError, isAppError } from '#lib/errors/app-error.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'
import type { RegistryProbe } from '#lib/registry/probe-registry.ts'
import type { SourceEntry, Sources } from './sources.ts'

export type SourceCheck = Omit<RegistryProbe, 'api'> & { readonly api: RegistryProbe['api'] | 'layout' }

/** Tries a source and says what it can do. What goes wrong there is part of the answer. */
export async function checkSource(sources: Sources, entry: SourceEntry, options: ReadOptions): Promise<SourceCheck> {
  if (entry.kind === 'registry') return sources.probe(entry, options)
  const layout = { authenticated: null, api: 'layout', referrers: 'supported', quirks: [] } as const
  try {
    await (await sources.open(entry.host)).listRepositories({ limit: 1, after: null }, options)
    return { ...layout, reachable: true, catalogue: 'listed', problem: null }
  } catch (error) {
    if (!isAppError(error)) throw error
    const problem: AppError = error
    return { ...layout, reachable: false, catalogue: 'unknown', problem }
  }
}
