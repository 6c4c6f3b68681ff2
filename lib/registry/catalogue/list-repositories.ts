import { AppError } from '#lib/errors/app-error.ts'
import type { RepositoryName } from '#lib/oci/reference.ts'
import { isRepositoryName } from '#lib/oci/reference.ts'
import type { Page, PageRequest, ReadOptions } from '../image-source.ts'
import { listNames } from '../lists/list-names.ts'
import type { RegistryClient } from '../registry-client.ts'
import type { RegistryOptions } from '../registry-options.ts'
import { toResponseError } from '../transport/to-response-error.ts'

const refusedStatuses: readonly number[] = [400, 401, 403, 404, 405, 406, 501]

export async function listRepositories(
  client: RegistryClient,
  _options: RegistryOptions,
  page: PageRequest & { readonly query?: string | null },
  read: ReadOptions = {},
): Promise<Page<RepositoryName>> {
  const { limits, now } = client.environment
  const request = {
    path: '/v2/_catalog',
    member: 'repositories',
    scope: 'registry:catalog:*',
    isName: isRepositoryName,
    toError: (response) =>
      refusedStatuses.includes(response.status)
        ? new AppError('REGISTRY_CATALOGUE_REFUSED', `${client.host} does not list its repositories.`)
        : toResponseError(response, { what: 'catalogue', credentials: client.hasCredentials, now, limits }),
  } satisfies Parameters<typeof listNames>[1]
  const { items, next } = await listNames(client, request, page, read)
  const query = page.query?.toLowerCase() ?? ''
  return { items: items.filter((name) => name.includes(query)) as RepositoryName[], next }
}
