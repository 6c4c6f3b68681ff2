'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel, PanelBody } from '#components/ui/panel.tsx'
import type { RegistryDto } from '#lib/api/contract/registries.ts'
import { checkRegistry, deleteRegistry } from '#lib/queries/registries.ts'
import { invalidateSources } from './invalidate-sources.ts'
import { RegistryCheckResult } from './registry-check-result.tsx'
import { RegistryFacts } from './registry-facts.tsx'
import { RepositoriesByHand } from './repositories-by-hand.tsx'

const EditRegistryDialog = lazy(() => import('./edit-registry-dialog.tsx'))
const ConfirmDialog = lazy(() => import('../trust/confirm-dialog.tsx'))

type RegistryCardProps = {
  readonly registry: RegistryDto
  /** Just added: say right away whether it works. */
  readonly checkAtOnce: boolean
}

/** One source: what it is, whether it answers, its repositories by hand, change and remove. */
export function RegistryCard({ registry, checkAtOnce }: RegistryCardProps) {
  const client = useQueryClient()
  const [opened, setOpened] = useState<'edit' | 'delete' | null>(null)
  const check = useMutation({ mutationFn: () => checkRegistry(registry.id) })
  const { mutate } = check
  useEffect(() => {
    if (checkAtOnce) mutate()
  }, [checkAtOnce, mutate])
  const close = () => setOpened(null)
  return (
    <Panel
      title={
        <Link href={`/repositories?registry=${encodeURIComponent(registry.host)}`} className="hover:underline">
          {registry.name}
        </Link>
      }
      aside={
        <div className="flex flex-wrap gap-1">
          <Button size="s" onClick={() => mutate()} disabled={check.isPending}>
            {check.isPending ? 'Checking …' : 'Check'}
          </Button>
          {!registry.readOnly && (
            <>
              {registry.kind === 'registry' && (
                <Button size="s" look="quiet" onClick={() => setOpened('edit')}>
                  Change
                </Button>
              )}
              <Button size="s" look="quiet" onClick={() => setOpened('delete')}>
                Remove
              </Button>
            </>
          )}
        </div>
      }
    >
      <PanelBody>
        <code className="block">{registry.host}</code>
        <RegistryFacts registry={registry} />
        <RegistryCheckResult
          registry={registry}
          result={check.data ?? null}
          error={check.error}
          isPending={check.isPending}
          onRetry={() => mutate()}
          onChange={registry.readOnly ? null : () => setOpened('edit')}
        />
      </PanelBody>
      {registry.kind === 'registry' && <RepositoriesByHand registry={registry} />}
      <Suspense fallback={null}>
        {opened === 'edit' && (
          <EditRegistryDialog
            registry={registry}
            onClose={close}
            onSaved={() => {
              close()
              mutate()
            }}
          />
        )}
        {opened === 'delete' && (
          <ConfirmDialog
            title={`Remove ${registry.name}?`}
            confirm="Remove the source"
            danger
            onClose={close}
            onConfirm={async () => {
              await deleteRegistry(registry.id)
              await invalidateSources(client)
            }}
          >
            Its credentials and certificates are forgotten. Nothing changes at the registry itself; keys and rules stay.
          </ConfirmDialog>
        )}
      </Suspense>
    </Panel>
  )
}
