'use client'

import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useCallback, useEffect, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel, PanelBody } from '#components/ui/panel.tsx'
import { useOpened } from '#components/ui/use-opened.ts'
import type { RegistryCheckDto, RegistryDto } from '#lib/api/contract/registries.ts'
import { countOf } from '#lib/format/size.ts'
import { checkRegistry, deleteRegistry } from '#lib/queries/registries.ts'
import { CheckingRegistry } from './checking-registry.tsx'
import { invalidateSources } from './invalidate-sources.ts'
import { RegistryFacts } from './registry-facts.tsx'

const RegistryCheckResult = lazy(() => import('./registry-check-result.tsx'))
const RepositoriesByHand = lazy(() => import('./repositories-by-hand.tsx'))
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
  const { state: check, start } = useRegistryCheck(registry.id)
  useEffect(() => {
    if (checkAtOnce) start()
  }, [checkAtOnce, start])
  const close = () => setOpened(null)
  return (
    <Panel
      title={
        <Link href={`/repositories?registry=${encodeURIComponent(registry.host)}`} className="hover:underline">
          {registry.name}
        </Link>
      }
      aside={
        <div className="flex flex-wrap gap-1 sm:-mr-1.5">
          <Button size="s" onClick={() => start()} disabled={check?.isPending === true}>
            {check?.isPending === true ? 'Checking …' : 'Check'}
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
        {registry.name !== registry.host && <code className="block">{registry.host}</code>}
        <RegistryFacts registry={registry} />
        {check !== null && (
          <Suspense fallback={<CheckingRegistry />}>
            <RegistryCheckResult
              {...check}
              registry={registry}
              onRetry={() => start()}
              onChange={registry.readOnly ? null : () => setOpened('edit')}
            />
          </Suspense>
        )}
      </PanelBody>
      {registry.kind === 'registry' && <FoldedRepositories registry={registry} />}
      <Suspense fallback={null}>
        {opened === 'edit' && (
          <EditRegistryDialog
            registry={registry}
            onClose={close}
            onSaved={() => {
              close()
              start()
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

type CheckState = {
  readonly isPending: boolean
  readonly result: RegistryCheckDto | null
  readonly error: unknown
}

function useRegistryCheck(id: string): { readonly state: CheckState | null; readonly start: () => void } {
  const [state, setState] = useState<CheckState | null>(null)
  const start = useCallback(() => {
    setState({ isPending: true, result: null, error: null })
    checkRegistry(id).then(
      (result) => setState({ isPending: false, result, error: null }),
      (error: unknown) => setState({ isPending: false, result: null, error }),
    )
  }, [id])
  return { state, start }
}

function FoldedRepositories({ registry }: { readonly registry: RegistryDto }) {
  const { opened, ...details } = useOpened()
  const count = registry.repositories.length
  return (
    <details className="border-t border-line" {...details}>
      <summary className="fold px-4 py-2.5 text-sm text-soft hover:text-ink">
        Repositories by name
        {count > 0 && ` (${countOf(count, 'repository', 'repositories')})`}
      </summary>
      {opened && (
        <Suspense fallback={null}>
          <RepositoriesByHand registry={registry} />
        </Suspense>
      )}
    </details>
  )
}
