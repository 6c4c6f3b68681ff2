'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { TrustedRootDto } from '#lib/api/contract/trusted-roots.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { renameTrustedRoot } from '#lib/queries/trusted-roots.ts'

type RenameRootDialogProps = { readonly root: TrustedRootDto; readonly onClose: () => void }

export default function RenameRootDialog({ root, onClose }: RenameRootDialogProps) {
  const client = useQueryClient()
  const [name, setName] = useState(root.name)
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await renameTrustedRoot(root.id, name.trim())
      await invalidateTrust(client)
      onClose()
    } catch (thrown) {
      setError(thrown)
    }
  }
  return (
    <DialogFrame onClose={onClose} title="Rename the trusted root">
      <form onSubmit={submit} className="space-y-4">
        <Field label="Name" hint="How verdicts and rules call it.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        {error !== null && <ErrorPanel error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="first" disabled={name.trim() === ''}>
            Save
          </Button>
        </div>
      </form>
    </DialogFrame>
  )
}
