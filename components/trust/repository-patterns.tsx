'use client'

import { useQuery } from '@tanstack/react-query'
import { looksQuery } from '#lib/queries/looks.ts'
import { registriesQuery } from '#lib/queries/registries.ts'
import { PatternsInput } from './patterns-input.tsx'
import { suggestPatterns } from './suggest-patterns.ts'

type RepositoryPatternsProps = {
  readonly patterns: readonly string[]
  readonly onChange: (patterns: string[]) => void
}

/** Repository patterns for a rule, with those worth offering: of images looked at lately, and of the sources. */
export function RepositoryPatterns({ patterns, onChange }: RepositoryPatternsProps) {
  const looks = useQuery(looksQuery(20))
  const registries = useQuery(registriesQuery())
  const suggestions = suggestPatterns(looks.data?.items ?? [], registries.data?.items ?? [])
  return <PatternsInput patterns={patterns} suggestions={suggestions} onChange={onChange} />
}
