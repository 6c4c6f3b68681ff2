'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { KeyDto } from '#lib/api/contract/trust.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { updateKey } from '#lib/queries/keys.ts'

type RenameKeyDialogProps = { readonly shelved: KeyDto; readonly onClose: () => void }

export default function RenameKeyDialog({ shelved, onClose }: RenameKeyDialogProps) {
  const client = useQueryClient()
  const [name, setName] = useState(shelved.name ?? '')
  const submit = async () => {
    await updateKey(shelved.fingerprint, { name: name.trim() === '' ? null : name.trim() })
    await invalidateTrust(client)
    onClose()
  }
  return (
    <DialogFrame onClose={onClose} title="Rename the key">
      <DialogForm submit="Save" submitting="Saving …" onSubmit={submit} onClose={onClose}>
        <Field label="Name" hint="How verdicts call the signer.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </DialogForm>
    </DialogFrame>
  )
}
