import { isAppError } from '#lib/errors/app-error.ts'
import type { ErrorCode } from '#lib/errors/codes.ts'
import type { Digest } from '#lib/oci/digest.ts'
import { isTag, type Tag } from '#lib/oci/reference.ts'
import type { ImageSource, ReferrersAnswer } from '#lib/registry/image-source.ts'

/** Why a source did not give what it was asked for, as it was told. */
export type RecordedFailure = { readonly code: ErrorCode; readonly message: string; readonly status: number | null }

/** Everything that a source said while it was listened to. Failures are named by what was asked: `tag v1`, `blob sha256:…`. */
export type Recording = {
  readonly manifests: Map<Digest, { readonly mediaType: string; readonly bytes: Uint8Array }>
  readonly tags: Map<Tag, Digest>
  readonly blobs: Map<Digest, Uint8Array>
  readonly referrers: Map<Digest, ReferrersAnswer>
  readonly failures: Map<string, RecordedFailure>
}

export const createRecording = (): Recording => ({
  manifests: new Map(),
  tags: new Map(),
  blobs: new Map(),
  referrers: new Map(),
  failures: new Map(),
})

/** A source that writes down what it is asked and what it answers. Guesses from memory are left out: each answer is its own. */
export function recordSource(source: ImageSource, recording: Recording): ImageSource {
  const note = async <Answer>(asked: string, answer: Promise<Answer>): Promise<Answer> => {
    try {
      return await answer
    } catch (error) {
      if (isAppError(error) && error.code !== 'REQUEST_CANCELLED') {
        const { status } = error.context
        const known = typeof status === 'number' ? status : null
        recording.failures.set(asked, { code: error.code, message: error.message, status: known })
      }
      throw error
    }
  }
  return {
    host: source.host,
    listRepositories: (page, options) => source.listRepositories(page, options),
    listTags: (repository, page, options) => source.listTags(repository, page, options),
    async fetchManifest(repository, reference, options) {
      const fetched = await note(`manifest ${reference}`, source.fetchManifest(repository, reference, options))
      const { digest, mediaType, bytes } = fetched
      recording.manifests.set(digest, { mediaType, bytes })
      if (isTag(reference)) recording.tags.set(reference, digest)
      return fetched
    },
    async fetchBlob(repository, digest, options) {
      const bytes = await note(`blob ${digest} ${options.maxBytes}`, source.fetchBlob(repository, digest, options))
      recording.blobs.set(digest, bytes)
      return bytes
    },
    async listReferrers(repository, digest, options) {
      const answer = await note(`referrers ${digest}`, source.listReferrers(repository, digest, options))
      recording.referrers.set(digest, answer)
      return answer
    },
  }
}
