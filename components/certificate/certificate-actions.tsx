'use client'

import { useQueryClient } from '@tanstack/react-query'
import { Ellipsis } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Menu, type MenuItem } from '#components/ui/menu.tsx'
import type { CertificateDto } from '#lib/api/contract/certificates.ts'
import { deleteCertificate, updateCertificate } from '#lib/queries/certificates.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { formatCertificateName } from './certificate-words.ts'

const ConfirmDialog = lazy(() => import('#components/trust/confirm-dialog.tsx'))
const EditCertificateDialog = lazy(() => import('./edit-certificate-dialog.tsx'))
const CertificateRuleDialog = lazy(() => import('./certificate-rule-dialog.tsx'))

type Opened = 'rule' | 'edit' | 'retire' | 'compromise' | 'activate' | 'delete' | null

/** Add a rule, change, retire, mark compromised, delete: each says what follows before it happens. */
export function CertificateActions({ certificate }: { readonly certificate: CertificateDto }) {
  const client = useQueryClient()
  const [opened, setOpened] = useState<Opened>(null)
  const close = () => setOpened(null)
  const { fingerprint, state, stores, rules } = certificate
  const name = formatCertificateName(certificate)
  const setState = (to: CertificateDto['state']) => async () => {
    await updateCertificate(fingerprint, { state: to })
    await invalidateTrust(client)
  }
  const items: MenuItem[] = [
    ...(stores.some((store) => store !== 'tsa') ? [{ label: 'Add a rule', onSelect: () => setOpened('rule') }] : []),
    { label: 'Change', onSelect: () => setOpened('edit') },
    state === 'active'
      ? { label: 'Retire', onSelect: () => setOpened('retire') }
      : { label: 'Make active again', onSelect: () => setOpened('activate') },
    ...(state === 'compromised'
      ? []
      : [{ label: 'Mark compromised', danger: true, onSelect: () => setOpened('compromise') }]),
    { label: 'Delete', danger: true, onSelect: () => setOpened('delete') },
  ]
  return (
    <>
      <Menu
        label={<Ellipsis aria-hidden="true" size={16} />}
        accessibleName={`More for ${name}`}
        look="quiet"
        size="s"
        items={items}
      />
      <Suspense fallback={null}>
        {opened === 'rule' && <CertificateRuleDialog fingerprint={fingerprint} observed={null} onClose={close} />}
        {opened === 'edit' && <EditCertificateDialog certificate={certificate} onClose={close} />}
        {opened === 'retire' && (
          <ConfirmDialog title={`Retire ${name}?`} confirm="Retire" onClose={close} onConfirm={setState('retired')}>
            Signatures under it still verify and stay trusted where rules say so. It is marked as one that is no longer
            in use.
          </ConfirmDialog>
        )}
        {opened === 'activate' && (
          <ConfirmDialog
            title={`Make ${name} active again?`}
            confirm="Make active"
            onClose={close}
            onConfirm={setState('active')}
          >
            Its rules decide again whether a signer that it vouches for is trusted.
          </ConfirmDialog>
        )}
        {opened === 'compromise' && (
          <ConfirmDialog
            title={`Mark ${name} compromised?`}
            confirm="Mark compromised"
            danger
            preview={{ remove: [...rules] }}
            onClose={close}
            onConfirm={setState('compromised')}
          >
            Nobody whom it vouches for is trusted any more, whenever they signed: a thief can issue certificates for any
            name and time.
          </ConfirmDialog>
        )}
        {opened === 'delete' && (
          <ConfirmDialog
            title={`Delete ${name}?`}
            confirm="Delete the authority"
            danger
            preview={{ remove: [...rules] }}
            onClose={close}
            onConfirm={async () => {
              await deleteCertificate(fingerprint)
              await invalidateTrust(client)
            }}
          >
            Its rules go with it. Signatures under it are then by an unknown authority. To keep a record, retire it
            instead.
          </ConfirmDialog>
        )}
      </Suspense>
    </>
  )
}
