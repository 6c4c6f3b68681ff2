'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { KeyDto } from '#lib/api/contract/trust.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { updateKey } from '#lib/queries/keys.ts'

type RenameKeyDialogProps = { readonly shelved: KeyDto; readonly onClose: () => void }

export default function RenameKeyDialog({ shelved, onClose }: RenameKeyDialogProps) {
  const client = useQueryClient()
  const [name, setName] = useState(shelved.name ?? '')
  const [error, setError] = useState<unknown>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await updateKey(shelved.fingerprint, { name: name.trim() === '' ? null : name.trim() })
      await invalidateTrust(client)
      onClose()
    } catch (thrown) {
      setError(thrown)
    }
  }
  return (
    <DialogFrame onClose={onClose} title="Rename the key">
      <form onSubmit={submit} className="space-y-4">
        <Field label="Name" hint="How verdicts call the signer.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        {error !== null && <ErrorPanel error={error} />}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="first">
            Save
          </Button>
        </div>
      </form>
    </DialogFrame>
  )
}
