import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { isRepositoryName } from '#lib/oci/reference.ts'
import type { ReadOptions } from '../image-source.ts'
import { listNames } from '../lists/list-names.ts'
import type { HttpResponse } from '../transport/exchange.ts'
import { type CatalogueContext, type CatalogueLister, toCatalogueError } from './catalogue-lister.ts'

const pageSize = 1000
const addByName = 'Add repositories by name in Settings → Registries, or paste a reference.'
const storeCredentials = 'Store credentials or add repositories by name in Settings → Registries, or paste a reference.'
// Not there, switched off, or only for administrators; faults and rate limits are none of these.
const refusedStatuses: readonly number[] = [400, 401, 403, 404, 405, 406, 501]

function toRefusal(context: CatalogueContext, response: HttpResponse): AppError {
  const { status } = response
  if (!refusedStatuses.includes(status)) return toCatalogueError(context, response)
  const next = status === 401 && context.credentials === null ? storeCredentials : addByName
  return refuseCatalogue(context.client.host, `it answered ${status}`, status, next)
}

/** `REGISTRY_CATALOGUE_REFUSED`. `why` ends the sentence, `next` names a step that helps. */
export function refuseCatalogue(host: string, why: string, status: number | null, next = addByName): AppError {
  return new AppError('REGISTRY_CATALOGUE_REFUSED', `${host} does not list its repositories: ${why}. ${next}`, {
    context: { host, status },
  })
}

/** Whether a 401 concerns the whole registry, not only its catalogue. */
async function isForEverything(
  { client }: CatalogueContext,
  error: AppError,
  { signal }: ReadOptions,
): Promise<boolean> {
  if (error.code !== 'REGISTRY_UNAUTHORIZED') return false
  // A token service that refuses the catalogue's scope to nobody in particular may well give those of repositories.
  if (error.context.scheme !== 'basic') return error.context.credentials === 'refused'
  const { limits } = client.environment
  const bounds = { maxBytes: limits.maxErrorBytes, timeoutMs: limits.documentTimeoutMs }
  try {
    return (await client.get({ path: '/v2/', accept: 'application/json', scope: '', ...bounds, signal })).status === 401
  } catch (failure) {
    return isAppError(failure, 'REGISTRY_UNAUTHORIZED')
  }
}

/** Lists by `_catalog` of the distribution API, where the registry allows it. */
export function createDistributionLister(context: CatalogueContext): CatalogueLister {
  const request = {
    path: '/v2/_catalog',
    member: 'repositories',
    scope: 'registry:catalog:*',
    isName: isRepositoryName,
    toError: (response: HttpResponse) => toRefusal(context, response),
  } as const
  return async (after, read) => {
    try {
      return await listNames(context.client, request, { limit: pageSize, after }, read)
    } catch (error) {
      if (!isAppError(error, 'REGISTRY_UNAUTHORIZED', 'REGISTRY_FORBIDDEN')) throw error
      if (await isForEverything(context, error, read)) throw error
      const status = typeof error.context.status === 'number' ? error.context.status : null
      if (context.credentials !== null) {
        throw refuseCatalogue(context.client.host, 'these credentials may not see its catalogue', status)
      }
      throw refuseCatalogue(context.client.host, 'it asks for credentials', status, storeCredentials)
    }
  }
}
