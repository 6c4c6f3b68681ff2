'use client'

import { useQuery } from '@tanstack/react-query'
import { Boxes, Plus } from 'lucide-react'
import { RegistryFacts } from '#components/registry/registry-facts.tsx'
import { ButtonLink } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { Skeleton, SkeletonRows } from '#components/ui/skeleton.tsx'
import type { RegistryDto } from '#lib/api/contract/registries.ts'
import { countOf } from '#lib/format/size.ts'
import { registriesQuery } from '#lib/queries/registries.ts'
import { repositoriesQuery } from '#lib/queries/repositories.ts'

/** The registries and layouts that were added, each with how many repositories it lists. */
export function SourcesPanel() {
  const registries = useQuery(registriesQuery())
  return (
    <Panel
      title="Sources"
      aside={
        <Link href="/settings/registries?add=registry" className="flex items-center gap-1 hover:text-ink">
          <Plus aria-hidden="true" size={14} />
          Add a registry
        </Link>
      }
    >
      {registries.isPending && <SkeletonRows rows={2} label="Loading the sources" />}
      {registries.isError && (
        <ErrorPanel error={registries.error} onRetry={() => registries.refetch()} retrying={registries.isFetching} />
      )}
      {registries.isSuccess && registries.data.items.length === 0 && (
        <EmptyState
          title="No source yet"
          icon={<Boxes aria-hidden="true" size={26} />}
          action={<ButtonLink href="/settings/registries?add=registry">Add a registry</ButtonLink>}
        >
          Public images can be inspected all the same: paste a reference.
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {registries.data?.items.map((registry) => (
          <SourceRow key={registry.id} registry={registry} />
        ))}
      </ul>
    </Panel>
  )
}

function SourceRow({ registry }: { readonly registry: RegistryDto }) {
  return (
    <li className="px-4 py-2.5 hover:bg-sunken">
      <div className="flex items-center gap-3">
        <Link
          href={`/repositories?registry=${encodeURIComponent(registry.host)}`}
          className="min-w-0 truncate font-medium hover:underline"
        >
          {registry.name}
        </Link>
        <span className="ml-auto flex-none text-xs text-soft">
          <RepositoryCount registry={registry} />
        </span>
      </div>
      <RegistryFacts registry={registry} withHost />
    </li>
  )
}

const countLimit = 1000

function RepositoryCount({ registry }: { readonly registry: RegistryDto }) {
  const { data, isPending, error } = useQuery(repositoriesQuery({ registry: registry.host, limit: countLimit }))
  if (isPending) return <Skeleton className="h-3.5 w-20" />
  const [problem] = data?.problems ?? []
  if (error !== null || data === undefined) return <span title={error?.message}>not answered</span>
  if (data.items.length === 0 && problem !== undefined) {
    return (
      <Link href={problem.type} className="hover:underline" title={problem.title}>
        {problem.code === 'REGISTRY_CATALOGUE_REFUSED' ? 'lists nothing' : 'not answered'}
      </Link>
    )
  }
  const more = data.next === null ? '' : '+'
  return (
    <span className="num">{`${countOf(data.items.length, 'repository', 'repositories').replace(' ', `${more} `)}`}</span>
  )
}
