import type { RegistryDto } from '#lib/api/contract/registries.ts'
import { toPatternChoices } from '#lib/format/trust-pattern.ts'
import type { Look } from '#lib/queries/looks.ts'

/** Patterns worth offering for a rule: namespaces of images looked at, then whole registries. */
export function suggestPatterns(looks: readonly Look[], registries: readonly RegistryDto[]): string[] {
  const namespaces = looks.flatMap(({ reference }) =>
    toPatternChoices(reference.replace(/@.*$/, '').replace(/:[^/:]*$/, ''))
      .filter(({ id }) => id === 'namespace' || id === 'repository')
      .map(({ pattern }) => pattern),
  )
  return [...new Set([...namespaces, ...registries.map(({ host }) => `${host}/**`)])]
}
