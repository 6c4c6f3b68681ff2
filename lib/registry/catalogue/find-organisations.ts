import type { RegistryOptions } from '../registry-options.ts'

const organisationPattern = /^[a-z0-9]+(?:[._-]+[a-z0-9]+)*$/

/**
 * The organisations to list at a registry that lists no others: those added as `organisation/*`, that of a robot account
 * (`organisation+robot`), and the one that a search names (`organisation` or `organisation/part`).
 */
export function findOrganisations(
  { repositoriesByHand, credentials }: Pick<RegistryOptions, 'repositoriesByHand' | 'credentials'>,
  query: string | null,
): readonly string[] {
  const added = repositoriesByHand.flatMap((name) => (name.endsWith('/*') ? [name.slice(0, -2)] : []))
  const robot = credentials?.kind === 'basic' ? (/^([^+]+)\+/.exec(credentials.username)?.[1] ?? '') : ''
  const searched = query?.split('/', 1)[0] ?? ''
  const all = [...added, robot, searched].map((name) => name.trim().toLowerCase())
  return [...new Set(all)].filter((name) => name.length <= 100 && organisationPattern.test(name))
}
