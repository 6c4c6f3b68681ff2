/** A choice of how far a key may be trusted, narrowest last. `pattern` is what a rule keeps. */
export type PatternChoice = {
  readonly id: 'namespace' | 'namespace-here' | 'repository' | 'registry'
  readonly pattern: string
  readonly label: string
  readonly hint: string
}

/** The patterns worth offering for the repository `host/path` that somebody looks at. */
export function toPatternChoices(repository: string): PatternChoice[] {
  const slash = repository.indexOf('/')
  const host = repository.slice(0, slash)
  const path = repository.slice(slash + 1)
  const namespace = path.slice(0, Math.max(path.lastIndexOf('/'), 0))
  const choices: PatternChoice[] = []
  if (namespace !== '') {
    choices.push(
      {
        id: 'namespace',
        pattern: `${namespace}/*`,
        label: `Trust for ${namespace}/*`,
        hint: `Every repository directly under ${namespace}, on any registry.`,
      },
      {
        id: 'namespace-here',
        pattern: `${host}/${namespace}/*`,
        label: `Trust for ${host}/${namespace}/*`,
        hint: `Every repository directly under ${namespace}, on this registry only.`,
      },
    )
  }
  choices.push(
    {
      id: 'repository',
      pattern: repository,
      label: 'Trust for this repository only',
      hint: repository,
    },
    {
      id: 'registry',
      pattern: `${host}/**`,
      label: 'Trust everywhere on this registry',
      hint: `${host}/**: whoever can sign as this signer speaks for every image there.`,
    },
  )
  return choices
}

const segmentPattern = /^(?:\*\*|[A-Za-z0-9._:*[\]-]+)$/

/** What is wrong with a repository pattern as somebody types it; null when nothing is. The server has the last word. */
export function explainPattern(pattern: string): string | null {
  if (pattern === '') return 'Name a repository or a pattern such as workshop/*.'
  if (/\s/.test(pattern)) return 'A pattern has no spaces.'
  if (/[@?#]/.test(pattern) || /:[^/]*$/.test(pattern.slice(pattern.indexOf('/') + 1)))
    return 'A pattern names repositories, not tags or digests.'
  if (!pattern.split('/').every((segment) => segmentPattern.test(segment)))
    return 'A pattern is made of names, * within one segment, and ** across segments.'
  return null
}

/** True for a pattern that covers every repository there is. */
export function isEverywhere(pattern: string): boolean {
  return /^(?:\*\*\/?)+\*?$/.test(pattern)
}
