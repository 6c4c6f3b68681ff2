'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
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
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await updateCertificate(certificate.fingerprint, { name: name.trim() === '' ? null : name.trim(), stores })
      await invalidateTrust(client)
      onClose()
    } catch (thrown) {
      setError(thrown)
    }
  }
  return (
    <DialogFrame onClose={onClose} title="Change the authority">
      <form onSubmit={submit} className="space-y-4">
        <Field label="Name" hint="How rules call it.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <StoreChoices stores={stores} onChange={setStores} />
        {error !== null && <ErrorPanel error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="first" disabled={stores.length === 0}>
            Save
          </Button>
        </div>
      </form>
    </DialogFrame>
  )
}
