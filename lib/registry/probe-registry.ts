import { type AppError, isAppError } from '#lib/errors/app-error.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { isRepositoryName, type RepositoryName } from '#lib/oci/reference.ts'
import type { ReadOptions } from './image-source.ts'
import { findQuirk } from './quirks.ts'
import type { RegistrySource } from './registry-source.ts'
import { toResponseError } from './transport/to-response-error.ts'

/** What a registry can do with the credentials that are stored for it. `problem` is the first thing that went wrong. */
export type RegistryProbe = {
  readonly reachable: boolean
  /** Whether credentials were accepted; null when none were given or it could not be told. */
  readonly authenticated: boolean | null
  readonly api: 'distribution' | 'quay' | 'harbor' | 'docker-hub' | null
  readonly catalogue: 'listed' | 'refused' | 'unsupported' | 'unknown'
  readonly referrers: 'supported' | 'unsupported' | 'unknown'
  readonly quirks: readonly string[]
  readonly problem: AppError | null
}

type ProbeOptions = ReadOptions & {
  /** A repository to ask for referrers in; without it the first of the catalogue, or one added by hand. */
  readonly repository?: RepositoryName | null | undefined
}

// A digest that no registry holds: a registry with the API must answer with an empty list all the same.
const absentDigest = digestOf(new TextEncoder().encode('touchstone probes the referrers API'))
const unreachable = ['REGISTRY_UNREACHABLE', 'REGISTRY_TLS', 'REGISTRY_TIMEOUT', 'REGISTRY_ADDRESS_REFUSED'] as const

async function askBase({ client }: RegistrySource, { signal }: ReadOptions): Promise<void> {
  const { limits, now } = client.environment
  const response = await client.get({
    path: '/v2/',
    accept: 'application/json',
    scope: '',
    maxBytes: limits.maxErrorBytes,
    timeoutMs: limits.documentTimeoutMs,
    signal,
  })
  if (response.status === 200) return
  // Some registries answer 404 here and serve repositories all the same (distribution-spec, Determining Support).
  if (response.status === 404) return
  throw toResponseError(response, { what: 'registry at this address', credentials: client.hasCredentials, now, limits })
}

async function probeCatalogue(source: RegistrySource, read: ReadOptions) {
  try {
    const page = await source.listRepositories({ limit: 1, after: null }, read)
    return { catalogue: 'listed', first: page.items[0] ?? null, error: null } as const
  } catch (error) {
    if (!isAppError(error)) throw error
    const refused = error.code === 'REGISTRY_CATALOGUE_REFUSED'
    const unsupported = refused && [404, 405, 501].includes(Number(error.context.status))
    const catalogue = unsupported ? 'unsupported' : refused ? 'refused' : 'unknown'
    return { catalogue, first: null, error: refused ? null : error } as const
  }
}

async function probeReferrers(source: RegistrySource, repository: RepositoryName | null, read: ReadOptions) {
  if (repository === null) return 'unknown'
  try {
    const { answer } = await source.listReferrers(repository, absentDigest, read)
    return answer === 'listed' ? 'supported' : 'unsupported'
  } catch (error) {
    if (!isAppError(error)) throw error
    return 'unknown'
  }
}

/** Asks a registry whether it is there, lets us in, lists its repositories and has the referrers API. Never throws for what it answers. */
export async function probeRegistry(source: RegistrySource, options: ProbeOptions = {}): Promise<RegistryProbe> {
  const quirk = findQuirk(source.host, source.client.environment.quirks)
  const unknown: RegistryProbe = {
    reachable: false,
    authenticated: null,
    api: null,
    catalogue: 'unknown',
    referrers: 'unknown',
    quirks: quirk === null ? [] : [quirk.reason],
    problem: null,
  }
  try {
    await askBase(source, options)
  } catch (error) {
    if (!isAppError(error) || options.signal?.aborted) throw error
    const refused = isAppError(error, 'REGISTRY_UNAUTHORIZED', 'REGISTRY_FORBIDDEN')
    const authenticated = refused && source.client.hasCredentials ? false : null
    return { ...unknown, reachable: !isAppError(error, ...unreachable), authenticated, problem: error }
  }
  const { catalogue, first, error } = await probeCatalogue(source, options)
  const byHand = source.repositoriesByHand.find(isRepositoryName) ?? null
  return {
    ...unknown,
    reachable: true,
    authenticated: source.client.hasCredentials && source.client.isChallenged() ? true : null,
    api: await source.identifyApi(options),
    catalogue,
    referrers: await probeReferrers(source, options.repository ?? byHand ?? first, options),
    problem: error,
  }
}
