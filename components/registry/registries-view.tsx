'use client'

import { useQuery } from '@tanstack/react-query'
import { Boxes, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { PageHeader } from '#components/layout/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import { registriesQuery } from '#lib/queries/registries.ts'
import { RegistryCard } from './registry-card.tsx'

const loadDialog = () => import('./registry-dialog.tsx')
const RegistryDialog = lazy(loadDialog)

/** The sources: registries with their credentials and certificates, and image layouts. */
export function RegistriesView() {
  const url = useUrlParams()
  const registries = useQuery(registriesQuery())
  const [added, setAdded] = useState<string | null>(null)
  const adding = url.get('add')
  const items = registries.data?.items ?? []
  const add = (kind: 'registry' | 'layout') => url.replace({ add: kind, host: null })
  return (
    <>
      <PageHeader
        title="Registries"
        lead="Where Touchstone looks for images. Public registries can be read without an entry here; add one for credentials, an own certificate authority, or a private address."
        actions={
          <>
            <Button onClick={() => add('layout')} onPointerEnter={loadDialog}>
              Add a layout
            </Button>
            <Button look="first" onClick={() => add('registry')} onPointerEnter={loadDialog}>
              <Plus aria-hidden="true" size={15} />
              Add a registry
            </Button>
          </>
        }
      />
      {registries.isPending && (
        <Panel>
          <SkeletonRows rows={3} label="Loading the registries" />
        </Panel>
      )}
      {registries.isError && (
        <Panel>
          <ErrorPanel error={registries.error} onRetry={() => registries.refetch()} retrying={registries.isFetching} />
        </Panel>
      )}
      {registries.isSuccess && items.length === 0 && (
        <Panel>
          <EmptyState title="No registry yet" icon={<Boxes aria-hidden="true" size={26} />}>
            Add your own registry to browse it. Images of public registries can be inspected without.
          </EmptyState>
        </Panel>
      )}
      <div className="space-y-5">
        {items.map((registry) => (
          <RegistryCard key={registry.id} registry={registry} checkAtOnce={registry.id === added} />
        ))}
      </div>
      {adding !== null && (
        <Suspense fallback={null}>
          <RegistryDialog
            kind={adding === 'layout' ? 'layout' : 'registry'}
            host={url.get('host') ?? ''}
            onClose={() => url.replace({ add: null, host: null })}
            onAdded={(registry) => {
              setAdded(registry.id)
              url.replace({ add: null, host: null })
            }}
          />
        </Suspense>
      )}
    </>
  )
}
