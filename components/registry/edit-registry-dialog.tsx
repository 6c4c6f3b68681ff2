'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { RegistryDto } from '#lib/api/contract/registries.ts'
import { updateRegistry } from '#lib/queries/registries.ts'
import { ConnectionFields, CredentialFields } from './credential-fields.tsx'
import { invalidateSources } from './invalidate-sources.ts'
import { explainForm, toRegistryForm, toUpdateRegistry } from './registry-form.ts'

type EditRegistryDialogProps = {
  readonly registry: RegistryDto
  readonly onClose: () => void
  readonly onSaved: () => void
}

/** Changes a registry. Secrets that are stored are kept unless new ones are given. */
export default function EditRegistryDialog({ registry, onClose, onSaved }: EditRegistryDialogProps) {
  const client = useQueryClient()
  const [form, setForm] = useState(() => toRegistryForm(registry))
  const change = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }))
  const problem = explainForm(form)
  const submit = async () => {
    await updateRegistry(registry.id, toUpdateRegistry(form, registry))
    await invalidateSources(client)
    onSaved()
  }
  const hasConnection = registry.caPem !== null || registry.insecure
  return (
    <DialogFrame onClose={onClose} title={`Change ${registry.name}`} width="l">
      <DialogForm
        submit="Save"
        submitting="Saving …"
        problem={problem}
        showProblem
        autoComplete="off"
        onSubmit={submit}
        onClose={onClose}
      >
        <Field label="Name">
          {(control) => (
            <Input
              {...control}
              value={form.name}
              maxLength={200}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
        <CredentialFields
          form={form}
          onChange={change}
          {...(registry.hasCredentials ? { keepLabel: 'Keep what is stored' } : {})}
        />
        <ConnectionFields form={form} onChange={change} open={hasConnection} />
      </DialogForm>
    </DialogFrame>
  )
}
