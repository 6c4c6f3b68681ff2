'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { CertificateDto } from '#lib/api/contract/certificates.ts'
import { updateCertificate } from '#lib/queries/certificates.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { StoreChoices } from './store-choices.tsx'

type EditCertificateDialogProps = { readonly certificate: CertificateDto; readonly onClose: () => void }

export default function EditCertificateDialog({ certificate, onClose }: EditCertificateDialogProps) {
  const client = useQueryClient()
  const [name, setName] = useState(certificate.name ?? '')
  const [stores, setStores] = useState(certificate.stores)
  const submit = async () => {
    await updateCertificate(certificate.fingerprint, { name: name.trim() === '' ? null : name.trim(), stores })
    await invalidateTrust(client)
    onClose()
  }
  return (
    <DialogFrame onClose={onClose} title="Change the authority">
      <DialogForm
        submit="Save"
        submitting="Saving …"
        problem={stores.length === 0 ? 'Choose what it may vouch for.' : null}
        onSubmit={submit}
        onClose={onClose}
      >
        <Field label="Name" hint="How rules call it.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <StoreChoices stores={stores} onChange={setStores} />
      </DialogForm>
    </DialogFrame>
  )
}
