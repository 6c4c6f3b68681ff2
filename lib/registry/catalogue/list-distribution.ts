import { AppError } from '#lib/errors/app-error.ts'
import { isRepositoryName } from '#lib/oci/reference.ts'
import { listNames } from '../lists/list-names.ts'
import type { HttpResponse } from '../transport/exchange.ts'
import { type CatalogueContext, type CatalogueLister, toCatalogueError } from './catalogue-lister.ts'

const pageSize = 1000
// Not there, switched off, or only for administrators; faults and rate limits are none of these.
const refusedStatuses: readonly number[] = [400, 401, 403, 404, 405, 406, 501]

function toRefusal(context: CatalogueContext, response: HttpResponse): AppError {
  const { status } = response
  if (!refusedStatuses.includes(status)) return toCatalogueError(context, response)
  return refuseCatalogue(context.client.host, `it answered ${status}`, status)
}

/** `REGISTRY_CATALOGUE_REFUSED`. `why` ends the sentence, `next` names a step that helps. */
export function refuseCatalogue(
  host: string,
  why: string,
  status: number | null,
  next = 'Add repositories by name in Settings → Registries, or paste a reference.',
): AppError {
  return new AppError('REGISTRY_CATALOGUE_REFUSED', `${host} does not list its repositories: ${why}. ${next}`, {
    context: { host, status },
  })
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
      // The token service refuses the scope of the catalogue where it would give those of repositories.
      const refused = error instanceof AppError && ['REGISTRY_UNAUTHORIZED', 'REGISTRY_FORBIDDEN'].includes(error.code)
      if (!refused) throw error
      const status = typeof error.context.status === 'number' ? error.context.status : null
      throw refuseCatalogue(context.client.host, 'these credentials may not see its catalogue', status)
    }
  }
}
