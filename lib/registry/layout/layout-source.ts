import { basename } from 'node:path'
import { AppError } from '#lib/errors/app-error.ts'
import type { RegistryHost, RepositoryName, Tag } from '#lib/oci/reference.ts'
import { assertNotCancelled } from '../assert-not-cancelled.ts'
import type { ImageSource, Page, PageRequest, ReadOptions } from '../image-source.ts'
import { createFolderFiles, resolveRoot } from './folder-files.ts'
import type { LayoutFiles } from './layout-files.ts'
import { nameRepositories, nameRoot } from './layout-names.ts'
import { createLayoutRepository, type LayoutRepository } from './layout-repository.ts'
import { createTarFiles } from './tar-files.ts'
import { unreadable } from './unreadable.ts'

export type LayoutOptions = {
  readonly host: RegistryHost
  /** Absolute path of a folder or of an uncompressed tar file. */
  readonly path: string
}

type Root = { readonly files: LayoutFiles; readonly name: string; readonly aliases: readonly string[] }
type Catalogue = {
  readonly names: ReadonlyMap<string, string>
  readonly listed: readonly RepositoryName[]
}

// A folder may be filled while it is looked at; a search through it is kept this long.
const catalogueLifetimeMs = 3_000

async function openRoot(path: string): Promise<Root> {
  const { root, kind } = await resolveRoot(path)
  if (kind === 'folder') return { files: createFolderFiles(root), name: nameRoot(path), aliases: [] }
  return { files: createTarFiles(root), name: nameRoot(path), aliases: [basename(path), nameRoot(path)] }
}

async function readCatalogue(root: Root): Promise<Catalogue> {
  const folders = await root.files.listLayouts()
  const repositories = nameRepositories(folders, root.name)
  const names = new Map<string, string>(repositories)
  // A tar of one layout answers to the name of its file, with and without `.tar`, however it was packed.
  const [only] = repositories.values()
  if (root.aliases.length > 0 && only === undefined) {
    throw unreadable('The tar archive holds no OCI image layout (docker save writes one since version 25).')
  }
  if (repositories.size === 1 && only !== undefined) {
    for (const alias of root.aliases) if (!names.has(alias)) names.set(alias, only)
  }
  return { names, listed: [...repositories.keys()].toSorted() }
}

function toPage<Item extends string>(sorted: readonly Item[], { limit, after }: PageRequest): Page<Item> {
  const rest = after === null ? sorted : sorted.filter((item) => item > after)
  const items = rest.slice(0, limit)
  return { items, next: rest.length > limit ? (items.at(-1) ?? null) : null }
}

/**
 * OCI image layouts below a folder, or in a tar file, as a source. Each folder with an `oci-layout` file is a repository
 * named by its relative path; a path that is itself a layout is named by its folder or file. Nothing is extracted or written.
 */
export function createLayoutSource({ host, path }: LayoutOptions): ImageSource {
  const repositories = new Map<string, LayoutRepository>()
  let root: Promise<Root> | null = null
  let searched: { readonly at: number; readonly reading: Promise<Catalogue> } | null = null

  const open = (): Promise<Root> => {
    root ??= openRoot(path).catch((error: unknown) => {
      root = null
      throw error
    })
    return root
  }
  const search = (options?: ReadOptions): Promise<Catalogue> => {
    const isCurrent = searched !== null && performance.now() - searched.at < catalogueLifetimeMs
    if (searched !== null && isCurrent && options?.fresh !== true) return searched.reading
    const reading = open().then(readCatalogue)
    const own = { at: performance.now(), reading }
    searched = own
    reading.catch(() => {
      if (searched === own) searched = null
    })
    return reading
  }
  const find = async (name: RepositoryName, options?: ReadOptions): Promise<LayoutRepository> => {
    assertNotCancelled(options?.signal)
    const { files } = await open()
    const known = repositories.get(name)
    if (known !== undefined) return known
    const folder =
      (await search(options)).names.get(name) ?? (await search({ ...options, fresh: true })).names.get(name)
    if (folder === undefined) {
      throw new AppError('IMAGE_NOT_FOUND', `There is no repository ${name} in this layout.`, {
        context: { repository: name },
      })
    }
    const repository = createLayoutRepository(files, folder)
    repositories.set(name, repository)
    return repository
  }

  return {
    host,
    async listRepositories({ query, ...page }, options) {
      const { listed } = await search(options)
      const wanted = query?.toLowerCase() ?? ''
      return toPage(wanted === '' ? listed : listed.filter((name) => name.includes(wanted)), page)
    },
    async listTags(repository, page, options) {
      const { tags } = await (await find(repository, options)).index()
      return toPage<Tag>([...tags.keys()].toSorted(), page)
    },
    async fetchManifest(repository, reference, options) {
      return (await find(repository, options)).fetchManifest(reference, options?.signal)
    },
    async fetchBlob(repository, digest, { maxBytes, signal, fresh }) {
      return (await find(repository, { signal, fresh })).fetchBlob(digest, maxBytes, signal)
    },
    async listReferrers(repository, digest, options) {
      const { descriptors, problem } = await (await find(repository, options)).listReferrers(digest)
      return { answer: 'listed', status: 200, descriptors, truncated: problem !== null, problem }
    },
  }
}
