import { type Digest, digestAlgorithm } from '#lib/oci/digest.ts'
import { isTag, parseRegistryHost, type RepositoryName, type Tag } from '#lib/oci/reference.ts'
import { createCatalogue, type RegistryApi } from './catalogue/create-catalogue.ts'
import { fetchManifest, mismatch } from './fetch-manifest.ts'
import type { BlobOptions, ImageSource, ReadOptions } from './image-source.ts'
import { listGpgSignatures } from './list-gpg-signatures.ts'
import { listReferrers } from './list-referrers.ts'
import { listNames } from './lists/list-names.ts'
import { assertIdentity, notRegistry } from './lists/read-json-list.ts'
import { createRegistryClient, type RegistryClient } from './registry-client.ts'
import { type RegistryEnvironment, type RegistryOptions, systemEnvironment } from './registry-options.ts'
import { isHtml, toResponseError } from './transport/to-response-error.ts'

export type { RegistryOptions } from './registry-options.ts'

/** A registry over HTTP as a source of images. `close` lets go of its connections. */
export type RegistrySource = ImageSource & {
  readonly client: RegistryClient
  readonly repositoriesByHand: readonly string[]
  identifyApi(options?: ReadOptions): Promise<RegistryApi>
  close(): Promise<void>
}

async function fetchBlob(
  client: RegistryClient,
  repository: RepositoryName,
  digest: Digest,
  { maxBytes, onArriving, signal }: BlobOptions,
): Promise<Uint8Array> {
  const { limits, now } = client.environment
  const algorithm = digestAlgorithm(digest)
  const response = await client.get({
    path: `/v2/${repository}/blobs/${digest}`,
    accept: '*/*',
    scope: `repository:${repository}:pull`,
    maxBytes,
    onArriving,
    timeoutMs: limits.requestTimeoutMs,
    algorithm,
    signal,
  })
  if (response.status !== 200) {
    const what = `blob ${digest} in ${repository}`
    throw toResponseError(response, { what, credentials: client.hasCredentials, now, limits })
  }
  assertIdentity(response)
  const received = `${algorithm}:${response.hex ?? ''}` as Digest
  if (received !== digest && isHtml(response)) throw notRegistry(response, 'with a web page instead of a blob')
  if (received !== digest) throw mismatch(client.host, digest, received)
  return response.bytes
}

/**
 * Reads images of one registry. Nothing is kept but connections, tokens and how the registry wants to be asked.
 * `environment` replaces limits, clock and name resolution.
 */
export function createRegistrySource(
  options: RegistryOptions,
  environment: Partial<RegistryEnvironment> = {},
): RegistrySource {
  const client = createRegistryClient(options, { ...systemEnvironment, ...environment })
  const { limits, now } = client.environment
  const catalogue = createCatalogue(client, options)
  return {
    host: parseRegistryHost(options.host),
    client,
    repositoriesByHand: options.repositoriesByHand,
    identifyApi: (read) => catalogue.identifyApi(read),
    fetchManifest: (repository, reference, read) => fetchManifest(client, repository, reference, read),
    fetchBlob: (repository, digest, read) => fetchBlob(client, repository, digest, read),
    listReferrers: (repository, digest, read) => listReferrers(client, repository, digest, read),
    listGpgSignatures: (repository, digest, read) => listGpgSignatures(client, repository, digest, read),
    listRepositories: (page, read) => catalogue.list(page, read),
    async listTags(repository, page, read) {
      const request = {
        path: `/v2/${repository}/tags/list`,
        member: 'tags',
        scope: `repository:${repository}:pull`,
        isName: isTag,
        toError: (response) =>
          toResponseError(response, {
            what: `repository ${repository}`,
            credentials: client.hasCredentials,
            now,
            limits,
          }),
      } satisfies Parameters<typeof listNames>[1]
      const { items, next } = await listNames(client, request, page, read)
      return { items: items as readonly Tag[], next }
    },
    close: () => client.close(),
  }
}
