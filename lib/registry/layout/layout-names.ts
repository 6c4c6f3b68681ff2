import { parseRepository, type RepositoryName } from '#lib/oci/reference.ts'

/** The name if it follows the grammar of repositories, else null. */
function toRepositoryName(text: string): RepositoryName | null {
  try {
    return parseRepository(`name.layout/${text}`).repository
  } catch {
    return null
  }
}

/** `My App/v1 (old)` becomes `my-app/v1-old`: lower case, and a hyphen for what a repository may not have. */
function normaliseFolder(folder: string): string {
  const parts = folder.toLowerCase().split('/')
  return parts
    .map((part) =>
      part
        .replace(/[^a-z0-9._-]+/g, '-')
        .replace(/[._-]{2,}/g, (run) => (/^(?:__|-+)$/.test(run) ? run : '-'))
        .replace(/^[._-]+|[._-]+$/g, ''),
    )
    .join('/')
}

/**
 * Which repository each layout folder is. A folder is named by its relative path, the root (`''`) by `rootName`.
 * A path that the grammar refuses is normalised; where that is no name either, or is taken, the folder is passed over.
 */
export function nameRepositories(folders: readonly string[], rootName: string): Map<RepositoryName, string> {
  const named = new Map<RepositoryName, string>()
  const irregular: string[] = []
  const textOf = (folder: string): string => (folder === '' ? rootName : folder)
  for (const folder of folders.toSorted()) {
    const name = toRepositoryName(textOf(folder))
    if (name !== null && !named.has(name)) named.set(name, folder)
    else if (name === null) irregular.push(folder)
  }
  for (const folder of irregular) {
    const name = toRepositoryName(normaliseFolder(textOf(folder)))
    if (name !== null && !named.has(name)) named.set(name, folder)
  }
  return named
}

/** A layout's own name: its folder's, or its file's without `.tar`. */
export function nameRoot(path: string): string {
  const base = path.split('/').findLast((part) => part !== '') ?? 'layout'
  return base.endsWith('.tar') && base.length > 4 ? base.slice(0, -4) : base
}
