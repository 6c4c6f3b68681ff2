import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { isRepositoryName, type RepositoryName } from '#lib/oci/reference.ts'
import type { Page, PageRequest, ReadOptions } from '../image-source.ts'
import { findQuirk } from '../quirks.ts'
import type { RegistryClient } from '../registry-client.ts'
import type { RegistryOptions } from '../registry-options.ts'
import type { CatalogueContext, CatalogueLister, CataloguePart } from './catalogue-lister.ts'
import { findOrganisations } from './find-organisations.ts'
import { createDistributionLister, refuseCatalogue } from './list-distribution.ts'
import { createDockerHubLister } from './list-docker-hub.ts'
import { createHarborLister, isHarbor } from './list-harbor.ts'
import { createQuayLister, quayTokenUser } from './list-quay.ts'
import { takePage } from './take-page.ts'

export type RegistryApi = 'distribution' | 'quay' | 'harbor' | 'docker-hub'

/** The list of a registry's repositories, by whichever way it offers. */
export type Catalogue = {
  /** Throws `REGISTRY_CATALOGUE_REFUSED`, with the next step, when there is no way. */
  readonly list: (
    page: PageRequest & { readonly query?: string | null },
    read?: ReadOptions,
  ) => Promise<Page<RepositoryName>>
  readonly identifyApi: (read?: ReadOptions) => Promise<RegistryApi>
}

const dockerHubApi = new URL('https://hub.docker.com')
const byOrganisation =
  'Search for the name of an organisation, add it as organisation/* in Settings → Registries, or paste a reference.'

export function createCatalogue(client: RegistryClient, options: RegistryOptions): Catalogue {
  const context: CatalogueContext = { client, credentials: options.credentials }
  const fixed = findQuirk(options.host, client.environment.quirks)?.catalogue ?? null
  const distribution: CataloguePart = { id: 'catalog', list: createDistributionLister(context) }
  const harbor: CataloguePart = { id: 'harbor', list: createHarborLister(context) }
  const byHand = options.repositoriesByHand.filter(isRepositoryName).toSorted()
  const hand: CataloguePart = { id: 'hand', list: async () => ({ items: byHand, next: null }) }
  let harborFound: boolean | null = null
  let refusal: AppError | null = null

  async function findHarbor(read: ReadOptions): Promise<boolean> {
    // A registry that is none may answer anything, or nothing, at a path it does not know.
    harborFound ??= await isHarbor(context, read).catch((error: unknown) => {
      if (isAppError(error, 'REQUEST_CANCELLED') || !(error instanceof AppError)) throw error
      return false
    })
    return harborFound
  }

  const quayParts = (query: string | null): CataloguePart[] =>
    findOrganisations(options, query).map((name) => ({ id: `quay:${name}`, list: createQuayLister(context, name) }))

  function hubParts(query: string | null): readonly CataloguePart[] {
    const own = options.credentials?.kind === 'basic' ? options.credentials.username.toLowerCase() : null
    const names = new Set([...findOrganisations(options, query), ...(own === null ? [] : [own])])
    return [...names].map((name) => ({ id: `hub:${name}`, list: createDockerHubLister(context, dockerHubApi, name) }))
  }

  async function listInstead(refused: AppError, query: string | null, after: string | null, read: ReadOptions) {
    if (await findHarbor(read)) return harbor.list(after, read)
    const [quay] = quayParts(query)
    if (quay === undefined) throw refused
    return quay.list(after, read).catch(() => {
      throw refused
    })
  }

  /** The catalogue, or what there is instead when it is refused: Harbor's API, or Quay's for a known organisation. */
  const listDistribution =
    (query: string | null): CatalogueLister =>
    async (after, read) => {
      if (refusal !== null && after !== null) return listInstead(refusal, query, after, read)
      try {
        const page = await distribution.list(after, read)
        refusal = null
        return page
      } catch (error) {
        if (!isAppError(error, 'REGISTRY_CATALOGUE_REFUSED')) throw error
        refusal = error
        return listInstead(error, query, after, read)
      }
    }

  function findParts(query: string | null): readonly CataloguePart[] {
    if (fixed === 'docker-hub') {
      const parts = hubParts(query)
      if (parts.length === 0) throw refuseCatalogue(client.host, 'it lists by organisation', null, byOrganisation)
      return parts
    }
    if (fixed === 'quay') {
      const { credentials } = options
      // Accounts and robots are unknown to Quay's own API; the catalogue lists what they may pull.
      const account = credentials !== null && !(credentials.kind === 'basic' && credentials.username === quayTokenUser)
      const parts = [...(account ? [distribution] : []), ...quayParts(query)]
      if (parts.length === 0) throw refuseCatalogue(client.host, 'it lists by organisation', null, byOrganisation)
      return parts
    }
    return [{ id: 'catalog', list: listDistribution(query) }]
  }

  return {
    async list({ limit, after, query }, read = {}) {
      const wanted = query?.trim().toLowerCase() || null
      const known = new Set<string>(byHand)
      const parts = [hand, ...findParts(wanted)]
      const accepts = (name: string, part: string): name is RepositoryName =>
        isRepositoryName(name) && (wanted === null || name.includes(wanted)) && (part === 'hand' || !known.has(name))
      return takePage(parts, accepts, { limit, after }, read, client.environment.limits)
    },
    async identifyApi(read = {}) {
      return fixed ?? ((await findHarbor(read)) ? 'harbor' : 'distribution')
    },
  }
}
