import { AppError, isAppError } from '#lib/errors/app-error.ts'
import type { Descriptor } from '#lib/oci/descriptor.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { mediaTypes } from '#lib/oci/media-types.ts'
import { parseManifest, toMediaType } from '#lib/oci/parse-manifest.ts'
import type { RepositoryName } from '#lib/oci/reference.ts'
import type { ReadOptions, ReferrersAnswer } from './image-source.ts'
import { parseNextLink } from './lists/parse-next-link.ts'
import { assertIdentity, notRegistry } from './lists/read-json-list.ts'
import { findQuirk } from './quirks.ts'
import type { RegistryClient } from './registry-client.ts'
import { type HttpResponse, headerOf } from './transport/exchange.ts'
import { toResponseError } from './transport/to-response-error.ts'

// distribution-spec asks for 404; the others are what registries without the API were seen to answer.
const unsupportedStatuses: readonly number[] = [404, 400, 405, 406, 501]

function parsePage(response: HttpResponse): readonly Descriptor[] {
  assertIdentity(response)
  const type = toMediaType(headerOf(response.headers, 'content-type'))
  if (type !== mediaTypes.ociIndex) throw notRegistry(response, 'with something else than a list of referrers')
  try {
    const index = parseManifest(response.bytes, type)
    return index.kind === 'index' ? index.manifests : []
  } catch (cause) {
    if (!isAppError(cause, 'MANIFEST_INVALID', 'MANIFEST_UNSUPPORTED')) throw cause
    throw new AppError('REGISTRY_PROTOCOL', `${response.url.host} answered with a broken list of referrers.`, {
      context: { host: response.url.host },
      cause,
    })
  }
}

/** All referrers of a digest over all pages (distribution-spec, Listing Referrers), bounded; `truncated` when not all could be read. */
export async function listReferrers(
  client: RegistryClient,
  repository: RepositoryName,
  digest: Digest,
  { signal }: ReadOptions = {},
): Promise<ReferrersAnswer> {
  const { limits, now, quirks } = client.environment
  const descriptors = new Map<string, Descriptor>()
  const seen = new Set<string>()
  const keepRedirect = findQuirk(client.host, quirks)?.referrersRedirect === true
  // No artifactType filter: some registries filter wrongly, and several types are needed anyway.
  let path = `/v2/${repository}/referrers/${digest}`
  const listed = (truncated: boolean): ReferrersAnswer => ({
    answer: 'listed',
    status: 200,
    descriptors: [...descriptors.values()],
    truncated,
  })
  for (let pages = 0; pages < limits.maxReferrerPages; pages += 1) {
    const response = await client.get({
      path,
      accept: mediaTypes.ociIndex,
      scope: `repository:${repository}:pull`,
      maxBytes: limits.maxManifestBytes,
      limit: 'maxManifestBytes',
      timeoutMs: limits.documentTimeoutMs,
      keepRedirect,
      signal,
    })
    const redirected = keepRedirect && response.status >= 300 && response.status < 400
    if (pages === 0 && (redirected || unsupportedStatuses.includes(response.status))) {
      return { answer: 'unsupported', status: response.status }
    }
    if (response.status !== 200) {
      throw toResponseError(response, { what: 'such list', credentials: client.hasCredentials, now, limits })
    }
    seen.add(response.url.search)
    for (const descriptor of parsePage(response)) {
      if (descriptors.has(descriptor.digest)) continue
      if (descriptors.size === limits.maxReferrers) return listed(true)
      descriptors.set(descriptor.digest, descriptor)
    }
    const link = parseNextLink(headerOf(response.headers, 'link'), response.url, seen)
    if (link.kind !== 'page') return listed(link.kind === 'refused')
    path = link.url.pathname + link.url.search
  }
  return listed(true)
}
