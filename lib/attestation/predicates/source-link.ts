/** A source repository as provenance names it: `git+https://github.com/org/repo@refs/heads/main`. */
export type SourceAddress = { readonly repository: string; readonly ref: string | null }

type Forge = { readonly host: string; readonly commitPath: string }

// Forges whose addresses of commits are known; everywhere else a commit is text.
const forges: readonly Forge[] = [
  { host: 'github.com', commitPath: 'commit' },
  { host: 'gitlab.com', commitPath: '-/commit' },
  { host: 'codeberg.org', commitPath: 'commit' },
  { host: 'bitbucket.org', commitPath: 'commits' },
]

const segmentPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/
const commitPattern = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/
// GitLab nests groups; no forge nests deeper.
const maxSegments = 20

/** Takes the parts of a source's address apart; a ref follows the last `@` of the path. Never throws. */
export function toSourceAddress(uri: string): SourceAddress {
  const bare = uri.replace(/^git\+/, '')
  const pathStart = bare.indexOf('/', bare.indexOf('://') + 3)
  const at = bare.lastIndexOf('@')
  const fragment = bare.indexOf('#')
  if (fragment > 0 && at < 0) return { repository: bare.slice(0, fragment), ref: bare.slice(fragment + 1) || null }
  if (pathStart < 0 || at < pathStart) return { repository: bare, ref: null }
  return { repository: bare.slice(0, at), ref: bare.slice(at + 1) || null }
}

/** The page of a repository at a forge that is known, over https; null for everything else, which is shown as text. */
export function toRepositoryLink(repository: string): string | null {
  return findForge(repository)?.page ?? null
}

/** The page of a commit of that repository; null when repository or commit has not the form that the forge gives it. */
export function toCommitLink(repository: string, commit: string): string | null {
  const found = findForge(repository)
  return found === null || !commitPattern.test(commit) ? null : `${found.page}/${found.forge.commitPath}/${commit}`
}

// attacker-controlled: compared as text instead of parsed, so that no user name, port, escape or `..` gets by.
function findForge(repository: string): { forge: Forge; page: string } | null {
  for (const forge of forges) {
    const base = `https://${forge.host}/`
    if (!repository.startsWith(base)) continue
    const segments = repository
      .slice(base.length)
      .replace(/\/$/, '')
      .replace(/\.git$/, '')
      .split('/')
    const fits =
      segments.length >= 2 && segments.length <= maxSegments && (forge.host === 'gitlab.com' || segments.length === 2)
    if (fits && segments.every((segment) => segmentPattern.test(segment))) {
      return { forge, page: `${base}${segments.join('/')}` }
    }
  }
  return null
}
