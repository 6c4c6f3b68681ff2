import { limits } from '#lib/config/limits.ts'
import { AppError, isAppError } from '#lib/errors/app-error.ts'
import type { Repository, RepositoryName, Tag } from '#lib/oci/reference.ts'
import { isHelperTag } from '#lib/oci/tag-names.ts'
import type { ImageSource, ReadOptions } from '#lib/registry/image-source.ts'
import { type ImageFacts, readImageFacts } from './read-image-facts.ts'
import type { Sources } from './sources.ts'

/** A tag of a list. One that could not be resolved carries the error, and the list goes on. */
export type TagRow = ImageFacts & {
  readonly tag: Tag
  readonly digest: string | null
  readonly mediaType: string | null
  readonly error: unknown
  readonly helper: boolean
}
export type TagList = { readonly items: readonly TagRow[]; readonly next: string | null; readonly helperCount: number }

type Request = {
  readonly query: string | null
  readonly helpers: boolean
  readonly limit: number
  readonly after: string | null
}

// A list answers within 8 seconds: what is not resolved by then says so in its row.
const rowsTimeoutMs = 6_500
const rowsAtOnce = 8

/** Lists tags with what their manifests say; reads no more pages of the registry than `limit` needs. */
export async function listTags(
  sources: Sources,
  { registry, repository }: Repository,
  request: Request,
  options: ReadOptions = {},
): Promise<TagList> {
  const source = await sources.open(registry)
  const { tags, next, helperCount } = await selectTags(source, repository, request, options)
  const deadline = AbortSignal.timeout(rowsTimeoutMs)
  const signal = options.signal === undefined ? deadline : AbortSignal.any([deadline, options.signal])
  const items: TagRow[] = new Array(tags.length)
  let position = 0
  const work = async (): Promise<void> => {
    for (let index = position++; index < tags.length; index = position++) {
      const tag = tags[index]
      if (tag !== undefined) items[index] = await describeTag(source, repository, tag, { ...options, signal }, deadline)
    }
  }
  await Promise.all(Array.from({ length: rowsAtOnce }, work))
  return { items, next, helperCount }
}

async function selectTags(
  source: ImageSource,
  repository: RepositoryName,
  request: Request,
  options: ReadOptions,
): Promise<{ tags: readonly Tag[]; next: string | null; helperCount: number }> {
  const query = request.query?.toLowerCase() ?? ''
  const tags: Tag[] = []
  let helperCount = 0
  let after = request.after
  for (let pages = 0; pages < limits.maxListPages; pages += 1) {
    const page = await source.listTags(repository, { limit: request.limit, after }, options)
    for (const tag of page.items) {
      const helper = isHelperTag(tag)
      if (helper) helperCount += 1
      if ((helper && !request.helpers) || !tag.toLowerCase().includes(query)) continue
      if (tags.length === request.limit) return { tags, next: tags.at(-1) ?? null, helperCount }
      tags.push(tag)
    }
    if (page.next === null || tags.length === request.limit) return { tags, next: page.next, helperCount }
    after = page.next
  }
  return { tags, next: after, helperCount }
}

async function describeTag(
  source: ImageSource,
  repository: RepositoryName,
  tag: Tag,
  options: ReadOptions,
  deadline: AbortSignal,
): Promise<TagRow> {
  const row = { tag, helper: isHelperTag(tag), platforms: [], createdAt: null, sizeBytes: null }
  try {
    const { digest, mediaType, manifest } = await source.fetchManifest(repository, tag, options)
    const facts = await readImageFacts(source, repository, manifest, options).catch((error: unknown) => {
      if (isAppError(error)) return row
      throw error
    })
    return { ...row, ...facts, tag, helper: row.helper, digest, mediaType, error: null }
  } catch (cause) {
    const error = deadline.aborted
      ? new AppError('REGISTRY_TIMEOUT', 'The registry did not describe this tag in time.', { context: { tag }, cause })
      : cause
    return { ...row, digest: null, mediaType: null, error }
  }
}
