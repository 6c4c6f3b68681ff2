import { LRUCache } from 'lru-cache'
import { limits } from '#lib/config/limits.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import { type Digest, isDigest } from '#lib/oci/digest.ts'
import { parseManifest } from '#lib/oci/parse-manifest.ts'
import type { RepositoryName, Tag } from '#lib/oci/reference.ts'
import type { ContentCache, ContentKey } from './content-cache.ts'
import type { FetchedManifest, ImageSource, ReadOptions, ReferrersAnswer } from './image-source.ts'
import { createSharedFlights } from './shared-flights.ts'

export type CachedSourceOptions = {
  /** How long a tag's digest, an absent tag and a list of referrers are believed; 0 asks every time. */
  readonly tagTtlMs: number
  /**
   * Names the access that the source has (its entry and the version of its credentials, never the credentials):
   * content that was read with one access is not given to another.
   */
  readonly access?: string
}

type Recent =
  | { readonly kind: 'digest'; readonly digest: Digest }
  | { readonly kind: 'absent'; readonly error: AppError }
  | { readonly kind: 'referrers'; readonly answer: ReferrersAnswer }

function tooLarge(maxBytes: number): AppError {
  return new AppError('LIMIT_EXCEEDED', `The blob has more than the ${maxBytes} bytes that are read.`, {
    context: { limit: maxBytes },
  })
}

/**
 * A source that reads each digest once. Content is kept for ever under (host, repository, access, digest); what tags and
 * stores answer is kept for `tagTtlMs` at most, and not at all for `fresh` reads. Errors are never kept, save that a tag
 * is absent. Bytes that are given out are shared: they must not be changed or transferred to another thread.
 */
export function withCache(
  source: ImageSource,
  cache: ContentCache,
  { tagTtlMs, access = '' }: CachedSourceOptions,
): ImageSource {
  const flights = createSharedFlights()
  const recent = new LRUCache<string, Recent>({ max: limits.maxRecentAnswers, ttl: Math.max(1, tagTtlMs) })

  const lastDigests = new LRUCache<string, Digest>({ max: limits.maxRecentAnswers })

  const keyOf = (repository: RepositoryName, digest: Digest): ContentKey => ({
    scope: `${source.host} ${access} ${repository}`,
    digest,
  })
  const recall = (key: string, options: ReadOptions | undefined): Recent | undefined =>
    tagTtlMs > 0 && options?.fresh !== true ? recent.get(key) : undefined
  const note = (key: string, answer: Recent): void => {
    if (tagTtlMs > 0) recent.set(key, answer)
  }
  // A fresh read must not be answered by a request that began before it.
  const join = <Result>(
    key: string,
    options: ReadOptions | undefined,
    start: (signal: AbortSignal) => Promise<Result>,
  ) =>
    options?.fresh === true && !key.startsWith('content')
      ? start(options.signal ?? new AbortController().signal)
      : flights.join(key, options?.signal, start)

  const readManifest = async (key: ContentKey): Promise<FetchedManifest | null> => {
    const stored = await cache.read(key, limits.maxManifestBytes)
    if (stored === null || stored === 'too-large' || stored.mediaType === null) return null
    const { bytes, mediaType } = stored
    const fetched = { digest: key.digest, mediaType, bytes, manifest: parseManifest(bytes, mediaType) }
    cache.putManifest(key, fetched)
    return fetched
  }

  const fetchByDigest = (
    repository: RepositoryName,
    digest: Digest,
    options?: ReadOptions,
  ): Promise<FetchedManifest> => {
    const key = keyOf(repository, digest)
    const held = cache.getManifest(key)
    if (held !== null) return Promise.resolve(held)
    return join(`content manifest ${repository} ${digest}`, options, async (signal) => {
      const stored = await readManifest(key)
      if (stored !== null) return stored
      const fetched = await source.fetchManifest(repository, digest, { ...options, signal })
      if (fetched.digest === digest) cache.putManifest(key, fetched)
      return fetched
    })
  }

  const fetchByTag = async (repository: RepositoryName, tag: Tag, options?: ReadOptions): Promise<FetchedManifest> => {
    const name = `tag ${repository} ${tag}`
    const known = recall(name, options)
    if (known?.kind === 'absent') throw known.error
    if (known?.kind === 'digest') return fetchByDigest(repository, known.digest, options)
    return join(name, options, async (signal) => {
      try {
        const fetched = await source.fetchManifest(repository, tag, { ...options, signal })
        const key = keyOf(repository, fetched.digest)
        note(name, { kind: 'digest', digest: fetched.digest })
        lastDigests.set(name, fetched.digest)
        const held = cache.getManifest(key)
        if (held === null) cache.putManifest(key, fetched)
        return held ?? fetched
      } catch (error) {
        lastDigests.delete(name)
        if (isAppError(error, 'IMAGE_NOT_FOUND')) note(name, { kind: 'absent', error })
        throw error
      }
    })
  }

  return {
    host: source.host,
    listRepositories: (page, options) => source.listRepositories(page, options),
    listTags: (repository, page, options) => source.listTags(repository, page, options),
    fetchManifest: (repository, reference, options) =>
      isDigest(reference) ? fetchByDigest(repository, reference, options) : fetchByTag(repository, reference, options),
    async fetchBlob(repository, digest, { maxBytes, ...options }) {
      const key = keyOf(repository, digest)
      return join(`content blob ${repository} ${digest} ${maxBytes}`, options, async (signal) => {
        const stored = await cache.read(key, maxBytes)
        if (stored === 'too-large') throw tooLarge(maxBytes)
        if (stored !== null) return stored.bytes
        const bytes = await source.fetchBlob(repository, digest, { ...options, maxBytes, signal })
        cache.putBlob(key, bytes)
        return bytes
      })
    },
    async listReferrers(repository, digest, options) {
      const name = `referrers ${repository} ${digest}`
      const known = recall(name, options)
      if (known?.kind === 'referrers') return known.answer
      return join(name, options, async (signal) => {
        const answer = await source.listReferrers(repository, digest, { ...options, signal })
        note(name, { kind: 'referrers', answer })
        return answer
      })
    },
    listGpgSignatures: async (repository, digest, options) =>
      (await source.listGpgSignatures?.(repository, digest, options)) ?? null,
    recallDigest: (repository, tag) => lastDigests.get(`tag ${repository} ${tag}`) ?? null,
  }
}
