'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { lazy, Suspense, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Menu, type MenuItem } from '#components/ui/menu.tsx'
import type { KeyDto } from '#lib/api/contract/trust.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { deleteKey, updateKey } from '#lib/queries/keys.ts'
import { formatKeyName } from './key-words.ts'

const ConfirmDialog = lazy(() => import('./confirm-dialog.tsx'))
const RenameKeyDialog = lazy(() => import('./rename-key-dialog.tsx'))

type Opened = 'rename' | 'retire' | 'compromise' | 'activate' | 'delete' | null

/** Rename, retire, mark compromised, delete: each says what follows before it happens. */
export function KeyActions({ shelved }: { readonly shelved: KeyDto }) {
  const client = useQueryClient()
  const router = useRouter()
  const [opened, setOpened] = useState<Opened>(null)
  const close = () => setOpened(null)
  const name = formatKeyName(shelved)
  const setState = (state: KeyDto['state']) => async () => {
    await updateKey(shelved.fingerprint, { state })
    await invalidateTrust(client)
  }
  const items: MenuItem[] = [
    { label: 'Rename', onSelect: () => setOpened('rename') },
    ...(shelved.state === 'active' ? [] : [{ label: 'Make active again', onSelect: () => setOpened('activate') }]),
    ...(shelved.state === 'compromised'
      ? []
      : [{ label: 'Mark compromised', danger: true, onSelect: () => setOpened('compromise') }]),
    { label: 'Delete', danger: true, onSelect: () => setOpened('delete') },
  ]
  return (
    <>
      {shelved.state === 'active' && <Button onClick={() => setOpened('retire')}>Retire</Button>}
      <Menu label={<Ellipsis aria-hidden="true" size={16} />} accessibleName={`More for ${name}`} items={items} />
      <Suspense fallback={null}>
        {opened === 'rename' && <RenameKeyDialog shelved={shelved} onClose={close} />}
        {opened === 'retire' && (
          <ConfirmDialog title={`Retire ${name}?`} confirm="Retire" onClose={close} onConfirm={setState('retired')}>
            What it signed still verifies and stays trusted where its rules say so; the verdict says that the key is
            retired.
          </ConfirmDialog>
        )}
        {opened === 'activate' && (
          <ConfirmDialog
            title={`Make ${name} active again?`}
            confirm="Make active"
            onClose={close}
            onConfirm={setState('active')}
          >
            Its rules decide again whether what it signed is trusted.
          </ConfirmDialog>
        )}
        {opened === 'compromise' && (
          <ConfirmDialog
            title={`Mark ${name} compromised?`}
            confirm="Mark compromised"
            danger
            preview={{ remove: [...shelved.rules] }}
            onClose={close}
            onConfirm={setState('compromised')}
          >
            Nothing that it signed is trusted any more, whenever it was signed: a thief can sign with any date.
          </ConfirmDialog>
        )}
        {opened === 'delete' && (
          <ConfirmDialog
            title={`Delete ${name}?`}
            confirm="Delete the key"
            danger
            preview={{ remove: [...shelved.rules] }}
            onClose={close}
            onConfirm={async () => {
              await deleteKey(shelved.fingerprint)
              router.push('/keys')
              await invalidateTrust(client)
            }}
          >
            Its rules go with it. Signatures by it are then by an unknown key. To keep a record, retire it instead.
          </ConfirmDialog>
        )}
      </Suspense>
    </>
  )
}
