'use client'

import { useQuery } from '@tanstack/react-query'
import { FileJson, Plus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { PageHeader } from '#components/layout/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Link } from '#components/ui/link.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { useUrlParams } from '#components/url/use-url-params.ts'
import { trustedRootsQuery } from '#lib/queries/trusted-roots.ts'
import type { GivenRoot } from './add-root-dialog.tsx'
import { RootCard } from './root-card.tsx'
import { useRootDrop } from './use-root-drop.ts'
import { dayMs } from './window-axis.ts'

const loadDialog = () => import('./add-root-dialog.tsx')
const AddRootDialog = lazy(loadDialog)

/** The Sigstore instances whose authorities and logs count: what each holds, how old it is, and the place to add one. */
export function TrustedRootsView() {
  const url = useUrlParams()
  const roots = useQuery(trustedRootsQuery())
  const [given, setGiven] = useState<GivenRoot | null>(null)
  const [done, setDone] = useState('')
  const adding = url.get('add')
  const { dragging } = useRootDrop((root) => {
    setGiven(root)
    url.replace({ add: 'file' })
  }, adding === null)
  // Days, so that server and browser draw the same picture.
  const nowMs = Math.floor(Date.now() / dayMs) * dayMs
  const items = roots.data?.items ?? []
  const close = () => {
    setGiven(null)
    url.replace({ add: null })
  }
  return (
    <>
      <PageHeader
        title="Trusted roots"
        lead={
          <>
            Whose certificates, transparency logs and time stamps count when somebody signs by identity. A root trusts
            nobody by itself: rules name the identities, and may name the root that has to prove them.{' '}
            <Link href="/docs/trusted-roots" className="link">
              How they are kept fresh
            </Link>
          </>
        }
        actions={
          <>
            <Button onClick={() => url.replace({ add: 'mirror' })} onPointerEnter={loadDialog}>
              Add a TUF mirror
            </Button>
            <Button look="first" onClick={() => url.replace({ add: 'file' })} onPointerEnter={loadDialog}>
              <Plus aria-hidden="true" size={15} />
              Add a trusted root
            </Button>
          </>
        }
      />
      <p
        role="status"
        className={done === '' ? 'sr-only' : 'mb-5 rounded-control border border-line bg-surface px-4 py-2.5'}
      >
        {done}
      </p>
      {roots.isPending && (
        <Panel>
          <SkeletonRows rows={6} label="Loading the trusted roots" />
        </Panel>
      )}
      {roots.isError && (
        <Panel>
          <ErrorPanel error={roots.error} onRetry={() => roots.refetch()} retrying={roots.isFetching} />
        </Panel>
      )}
      {roots.isSuccess && items.length === 0 && (
        <Panel>
          <EmptyState title="No trusted root" icon={<FileJson aria-hidden="true" size={26} />}>
            Without one, nobody who signs by identity can be verified.
          </EmptyState>
        </Panel>
      )}
      <div className="space-y-5">
        {items.map((root) => (
          <RootCard key={root.id} root={root} nowMs={nowMs} />
        ))}
      </div>
      {dragging && <DropCurtain />}
      {adding !== null && (
        <Suspense fallback={null}>
          <AddRootDialog
            key={given?.fileName ?? ''}
            kind={adding === 'mirror' ? 'mirror' : 'file'}
            given={given}
            onClose={close}
            onAdded={(root) => {
              setDone(`${root.name} is in use.`)
              close()
            }}
          />
        </Suspense>
      )}
    </>
  )
}

function DropCurtain() {
  return (
    <div className="pointer-events-none fixed inset-0 z-50 grid animate-appear place-items-center bg-paper/85 p-6">
      <div className="rounded-panel border-2 border-dashed border-accent bg-surface px-10 py-8 text-center shadow-lg">
        <FileJson aria-hidden="true" size={28} className="mx-auto mb-2 text-accent" />
        <p className="text-lg font-semibold">Drop a trusted_root.json to add it</p>
      </div>
    </div>
  )
}
