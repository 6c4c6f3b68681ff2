'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
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
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }))
  const problem = explainForm(form)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await updateRegistry(registry.id, toUpdateRegistry(form, registry))
      await invalidateSources(client)
      onSaved()
    } catch (thrown) {
      setError(thrown)
      setBusy(false)
    }
  }
  const hasConnection = registry.caPem !== null || registry.insecure
  return (
    <DialogFrame onClose={onClose} title={`Change ${registry.name}`} width="l">
      <form onSubmit={submit} className="space-y-4" autoComplete="off">
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
        {error !== null && (
          <div className="rounded-control border border-line">
            <ErrorPanel error={error} />
          </div>
        )}
        <div className="flex flex-wrap items-center justify-end gap-2">
          {problem !== null && <p className="mr-auto text-xs text-soft max-sm:basis-full">{problem}</p>}
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="first" disabled={busy || problem !== null}>
            {busy ? 'Saving …' : 'Save'}
          </Button>
        </div>
      </form>
    </DialogFrame>
  )
}
