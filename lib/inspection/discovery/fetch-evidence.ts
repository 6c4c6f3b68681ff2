import { limits } from '#lib/config/limits.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import type { Sources } from '#lib/inspection/sources.ts'
import type { Digest } from '#lib/oci/digest.ts'
import type { Repository } from '#lib/oci/reference.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'

/**
 * The blob that holds evidence, exactly as stored, read through its repository: whoever may not read there gets nothing.
 * Throws `EVIDENCE_NOT_FOUND` and whatever the source throws.
 */
export async function fetchEvidence(
  sources: Sources,
  { registry, repository }: Repository,
  digest: Digest,
  options: ReadOptions = {},
): Promise<Uint8Array> {
  const source = await sources.open(registry)
  try {
    return await source.fetchBlob(repository, digest, { ...options, maxBytes: limits.maxEnvelopeBytes })
  } catch (error) {
    if (!isAppError(error, 'IMAGE_NOT_FOUND')) throw error
    throw new AppError('EVIDENCE_NOT_FOUND', 'The repository holds no evidence with this digest.', {
      context: { digest },
      cause: error,
    })
  }
}
