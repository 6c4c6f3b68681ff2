'use client'

import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { CreateRegistry, RegistryDto } from '#lib/api/contract/registries.ts'
import { createRegistry } from '#lib/queries/registries.ts'
import { ConnectionFields, CredentialFields } from './credential-fields.tsx'
import { invalidateSources } from './invalidate-sources.ts'
import { explainForm, toCreateRegistry, toRegistryForm } from './registry-form.ts'

type RegistryDialogProps = {
  readonly kind: 'registry' | 'layout'
  readonly host: string
  readonly onClose: () => void
  readonly onAdded: (registry: RegistryDto) => void
}

export default function RegistryDialog({ kind, ...rest }: RegistryDialogProps) {
  return kind === 'layout' ? <LayoutForm {...rest} /> : <HostForm {...rest} />
}

type FormProps = Omit<RegistryDialogProps, 'kind'>

function HostForm({ host, onClose, onAdded }: FormProps) {
  const [form, setForm] = useState(() => toRegistryForm(null, host))
  const change = (part: Partial<typeof form>) => setForm((before) => ({ ...before, ...part }))
  return (
    <Frame
      title="Add a registry"
      description="It is added first and then asked whether it answers, so a fault can be mended afterwards."
      problem={explainForm(form)}
      body={() => toCreateRegistry(form)}
      onClose={onClose}
      onAdded={onAdded}
    >
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label="Host" hint="With the port, where it is not 443.">
          {(control) => (
            <Input
              {...control}
              value={form.host}
              onChange={(event) => change({ host: event.target.value })}
              placeholder="registry.example.com"
              spellCheck={false}
              autoCapitalize="off"
              required
            />
          )}
        </Field>
        <Field label="Name" hint="How lists call it; the host when empty.">
          {(control) => (
            <Input
              {...control}
              value={form.name}
              maxLength={200}
              onChange={(event) => change({ name: event.target.value })}
            />
          )}
        </Field>
      </div>
      <CredentialFields form={form} onChange={change} />
      <ConnectionFields form={form} onChange={change} />
    </Frame>
  )
}

function LayoutForm({ onClose, onAdded }: FormProps) {
  const [name, setName] = useState('')
  const [path, setPath] = useState('')
  const problem = name.trim() === '' || path.trim() === '' ? 'Give a name and a path.' : null
  return (
    <Frame
      title="Add an image layout"
      description="A folder with OCI image layouts, or a tar of one, for instance from an air-gapped review. It is read where it lies, on the server."
      problem={problem}
      body={() => ({ kind: 'layout', name: name.trim(), path: path.trim() })}
      onClose={onClose}
      onAdded={onAdded}
    >
      <Field label="Name" hint={`Its images are then called ${name.trim() === '' ? 'NAME' : name.trim()}.layout/…`}>
        {(control) => (
          <Input
            {...control}
            value={name}
            maxLength={60}
            onChange={(event) => setName(event.target.value)}
            placeholder="review"
            spellCheck={false}
            autoCapitalize="off"
          />
        )}
      </Field>
      <Field label="Path on the server" hint="Absolute path of a folder or tar file.">
        {(control) => (
          <Input
            {...control}
            value={path}
            onChange={(event) => setPath(event.target.value)}
            placeholder="/srv/review/images"
            spellCheck={false}
            autoCapitalize="off"
          />
        )}
      </Field>
    </Frame>
  )
}

type FrameProps = {
  readonly title: string
  readonly description: string
  readonly problem: string | null
  readonly body: () => CreateRegistry
  readonly onClose: () => void
  readonly onAdded: (registry: RegistryDto) => void
  readonly children: ReactNode
}

function Frame({ title, description, problem, body, onClose, onAdded, children }: FrameProps) {
  const client = useQueryClient()
  const submit = async () => {
    const added = await createRegistry(body())
    await invalidateSources(client)
    onAdded(added)
  }
  return (
    <DialogFrame onClose={onClose} title={title} description={description} width="l">
      <DialogForm
        submit="Add"
        submitting="Adding …"
        problem={problem}
        showProblem
        autoComplete="off"
        onSubmit={submit}
        onClose={onClose}
      >
        {children}
      </DialogForm>
    </DialogFrame>
  )
}
