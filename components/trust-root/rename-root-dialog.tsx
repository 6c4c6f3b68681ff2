'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { TrustedRootDto } from '#lib/api/contract/trusted-roots.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { renameTrustedRoot } from '#lib/queries/trusted-roots.ts'

type RenameRootDialogProps = { readonly root: TrustedRootDto; readonly onClose: () => void }

export default function RenameRootDialog({ root, onClose }: RenameRootDialogProps) {
  const client = useQueryClient()
  const [name, setName] = useState(root.name)
  const submit = async () => {
    await renameTrustedRoot(root.id, name.trim())
    await invalidateTrust(client)
    onClose()
  }
  return (
    <DialogFrame onClose={onClose} title="Rename the trusted root">
      <DialogForm
        submit="Save"
        submitting="Saving …"
        problem={name.trim() === '' ? 'Give it a name.' : null}
        onSubmit={submit}
        onClose={onClose}
      >
        <Field label="Name" hint="How verdicts and rules call it.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      </DialogForm>
    </DialogFrame>
  )
}
