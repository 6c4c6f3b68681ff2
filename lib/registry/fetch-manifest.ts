import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { type Digest, digestAlgorithm, digestOf, isDigest } from '#lib/oci/digest.ts'
import type { Manifest } from '#lib/oci/manifest.ts'
import { acceptedManifestTypes } from '#lib/oci/media-types.ts'
import { parseManifest } from '#lib/oci/parse-manifest.ts'
import { isTag, type RepositoryName, type Tag } from '#lib/oci/reference.ts'
import type { FetchedManifest, ReadOptions } from './image-source.ts'
import { assertIdentity, notRegistry } from './lists/read-json-list.ts'
import type { RegistryClient } from './registry-client.ts'
import { type HttpResponse, headerOf } from './transport/exchange.ts'
import { isHtml, toResponseError } from './transport/to-response-error.ts'

const accept = acceptedManifestTypes.join(', ')

export function mismatch(host: string, expected: Digest, received: Digest): AppError {
  return new AppError('DIGEST_MISMATCH', `${host} sent other content than its digest says.`, {
    context: { host, expected, received },
  })
}

function parseAnswer(response: HttpResponse, byTag: boolean): Manifest {
  try {
    return parseManifest(response.bytes, headerOf(response.headers, 'content-type'))
  } catch (error) {
    if (!isAppError(error, 'MANIFEST_INVALID')) throw error
    const { problem } = error.context
    // Under a digest the bytes are what was pushed; under a tag nothing says that a registry sent them.
    if (byTag && problem === 'not-json') throw notSpoken(response, 'with broken JSON', error)
    if (problem === 'other-type') throw notSpoken(response, 'with another type than the manifest’s own', error)
    throw error
  }
}

const notSpoken = ({ url }: HttpResponse, how: string, cause: AppError): AppError =>
  new AppError('REGISTRY_PROTOCOL', `${url.host} answered ${how}.`, { context: { host: url.host }, cause })

/** One manifest, its bytes hashed and compared with the digest asked for and the one announced. */
export async function fetchManifest(
  client: RegistryClient,
  repository: RepositoryName,
  reference: Tag | Digest,
  { signal }: ReadOptions = {},
): Promise<FetchedManifest> {
  const { limits, now } = client.environment
  const asked = isDigest(reference) ? reference : null
  if (asked === null && !isTag(reference)) {
    // cosign's tag of a sha512 digest is longer than a tag may be: no registry holds it.
    throw new AppError('IMAGE_NOT_FOUND', `${client.host} can have no such tag.`, { context: { host: client.host } })
  }
  const response = await client.get({
    path: `/v2/${repository}/manifests/${reference}`,
    accept,
    scope: `repository:${repository}:pull`,
    maxBytes: limits.maxManifestBytes,
    limit: 'maxManifestBytes',
    timeoutMs: limits.documentTimeoutMs,
    algorithm: asked === null ? 'sha256' : digestAlgorithm(asked),
    signal,
  })
  if (response.status !== 200) {
    const what = asked === null ? `tag ${reference} in ${repository}` : `manifest ${reference} in ${repository}`
    throw toResponseError(response, { what, credentials: client.hasCredentials, now, limits })
  }
  assertIdentity(response)
  if (isHtml(response)) throw notRegistry(response, 'with a web page instead of a manifest')
  const digest = checkDigest(client.host, response, asked)
  const manifest = parseAnswer(response, asked === null)
  return { digest, mediaType: manifest.mediaType, bytes: response.bytes, manifest }
}

/** The digest of what arrived. The announced one may only confirm it. */
function checkDigest(host: string, response: HttpResponse, asked: Digest | null): Digest {
  const received = `${asked === null ? 'sha256' : digestAlgorithm(asked)}:${response.hex ?? ''}` as Digest
  if (asked !== null && received !== asked) throw mismatch(host, asked, received)
  const announced = headerOf(response.headers, 'docker-content-digest')
  if (!isDigest(announced)) return received
  const confirmed =
    digestAlgorithm(announced) === digestAlgorithm(received)
      ? received
      : digestOf(response.bytes, digestAlgorithm(announced))
  if (confirmed !== announced) throw mismatch(host, announced, confirmed)
  return asked ?? confirmed
}
