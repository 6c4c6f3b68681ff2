/** Encodes what a URL's path may not hold, but leaves `:` and `@` readable: `/images/host/path:tag@sha256:…`. */
const encodePath = (text: string): string =>
  text
    .split('/')
    .map((segment) => encodeURIComponent(segment).replaceAll('%3A', ':').replaceAll('%40', '@'))
    .join('/')

function withParameters(path: string, parameters: Readonly<Record<string, string | null>>): string {
  const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== null)
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}

/** The page of an image: `reference` is `host/path:tag`, `host/path@digest` or both. */
export function imagePath(reference: string, parameters: Readonly<Record<string, string | null>> = {}): string {
  return withParameters(`/images/${encodePath(reference)}`, parameters)
}

/** The page of a repository's tags: `repository` is `host/path`. */
export const repositoryPath = (repository: string): string => `/repositories/${encodePath(repository)}`

/** What a page's path segments spell, decoded once; null when they cannot be decoded. */
export function fromPathSegments(segments: readonly string[]): string | null {
  try {
    return segments.map(decodeURIComponent).join('/')
  } catch {
    return null
  }
}
