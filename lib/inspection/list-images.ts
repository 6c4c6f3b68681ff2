import { isAppError } from '#lib/errors/app-error.ts'
import { parseRepository, type Repository } from '#lib/oci/reference.ts'
import { isHelperTag } from '#lib/oci/tag-names.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'
import type { LookStore } from '#lib/store/look-store.ts'
import { listRepositories } from './list-repositories.ts'
import type { Sources } from './sources.ts'

export type ImageList = { readonly references: readonly string[]; readonly errors: readonly unknown[] }

const repositoriesAtMost = 50
const tagsEach = 50

/** References of the images of one repository: its tags, helper tags left out. */
export async function listRepositoryImages(
  sources: Sources,
  { registry, repository }: Repository,
  limit: number,
  options: ReadOptions,
): Promise<readonly string[]> {
  const source = await sources.open(registry)
  const page = await source.listTags(repository, { limit: Math.min(1000, limit * 3), after: null }, options)
  const tags = page.items.filter((tag) => !isHelperTag(tag)).slice(0, limit)
  return tags.map((tag) => `${registry}/${repository}:${tag}`)
}

/** Images that somebody here may care about: those looked at lately, then what the sources hold, up to `limit`. */
export async function listKnownImages(
  sources: Sources,
  looks: LookStore,
  limit: number,
  options: ReadOptions,
): Promise<ImageList> {
  const references = new Set((await looks.list({ limit })).items.map(({ reference }) => reference))
  const errors: unknown[] = []
  const request = { registry: null, query: null, limit: repositoriesAtMost, after: null }
  const { items, problems } = await listRepositories(sources, request, options)
  errors.push(...problems.map(({ error }) => error))
  for (const { repository } of items) {
    if (references.size >= limit) break
    try {
      const parsed = parseRepository(repository)
      for (const one of await listRepositoryImages(sources, parsed, tagsEach, options)) {
        if (references.size < limit) references.add(one)
      }
    } catch (error) {
      if (!isAppError(error) || options.signal?.aborted) throw error
      errors.push(error)
    }
  }
  return { references: [...references], errors }
}
