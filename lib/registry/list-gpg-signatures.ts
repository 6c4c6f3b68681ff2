import { decodeBase64 } from '#lib/evidence/decode-base64.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { RepositoryName } from '#lib/oci/reference.ts'
import type { ReadOptions } from './image-source.ts'
import { notRegistry, parseJsonAnswer } from './lists/read-json-list.ts'
import type { RegistryClient } from './registry-client.ts'
import { toResponseError } from './transport/to-response-error.ts'

// An image has one signature for each key; podman reads no more than 10.
const maxSignatures = 100

/** Where they are kept. */
const gpgPath = (repository: RepositoryName, digest: Digest): string =>
  `/extensions/v2/${repository}/signatures/${digest}`

/**
 * GPG signatures of an image (“simple signing”, OpenShift's signature extension), as OpenPGP messages. Null without a request for a registry that has not said
 * that it keeps any. Throws whatever kept it from answering.
 */
export async function listGpgSignatures(
  client: RegistryClient,
  repository: RepositoryName,
  digest: Digest,
  { signal }: ReadOptions = {},
): Promise<readonly Uint8Array[] | null> {
  if (!client.announcesGpgSignatures()) return null
  const { limits, now } = client.environment
  const response = await client.get({
    path: gpgPath(repository, digest),
    accept: 'application/json',
    scope: `repository:${repository}:pull`,
    maxBytes: limits.maxManifestBytes,
    limit: 'maxManifestBytes',
    timeoutMs: limits.documentTimeoutMs,
    signal,
  })
  if (response.status === 404) return []
  if (response.status !== 200) {
    throw toResponseError(response, { what: 'such list', credentials: client.hasCredentials, now, limits })
  }
  const { signatures } = parseJsonAnswer(response)
  if (signatures === null || signatures === undefined) return []
  if (!Array.isArray(signatures)) throw notRegistry(response, 'without the list of signatures')
  return signatures.slice(0, maxSignatures).flatMap((one: unknown) => readSignature(one, digest))
}

function readSignature(value: unknown, digest: Digest): readonly Uint8Array[] {
  if (typeof value !== 'object' || value === null) return []
  const { name, type, content } = value as Record<string, unknown>
  if (type !== 'atomic' || typeof content !== 'string') return []
  // The name is the image's digest, an @ and a random part.
  if (typeof name !== 'string' || !name.startsWith(`${digest}@`)) return []
  try {
    return [decodeBase64(content, { lineBreaks: true })]
  } catch {
    return []
  }
}
