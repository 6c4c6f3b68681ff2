'use client'

import { useQuery } from '@tanstack/react-query'
import { type ComponentProps, useDeferredValue, useMemo } from 'react'
import { Combobox } from '#components/ui/combobox.tsx'
import { filterOptions, type Option } from '#components/ui/filter-options.ts'
import { repositoriesQuery } from '#lib/queries/repositories.ts'

type RepositoryComboboxProps = Omit<ComponentProps<typeof Combobox>, 'options' | 'isFiltered' | 'listLabel'> & {
  /** What is offered before, and beside, what the sources list. */
  readonly suggestions: readonly string[]
}

/** A text field for a repository or a pattern, which finds what the sources list while somebody types. */
export function RepositoryCombobox({ suggestions, value, ...rest }: RepositoryComboboxProps) {
  const text = useDeferredValue(value.trim())
  const found = useQuery({
    ...repositoriesQuery({ q: text, limit: 20 }),
    enabled: text.length > 1 && !text.includes('*'),
  })
  const options = useMemo(() => {
    const fitting = filterOptions(suggestions.map(toOption), value).map((option) => option.value)
    const listed = text.length > 1 ? (found.data?.items ?? []).map(({ repository }) => repository) : []
    return Array.from(new Set([...fitting, ...listed]), toOption)
  }, [suggestions, value, text, found.data])
  return <Combobox {...rest} value={value} options={options} isFiltered listLabel="Repositories" />
}

const toOption = (value: string): Option => ({ value, label: value })
