'use client'

import { Choice, Field } from '#components/ui/field.tsx'
import { Input, TextArea } from '#components/ui/input.tsx'
import type { RegistryForm } from './registry-form.ts'

type FieldsProps = {
  readonly form: RegistryForm
  readonly onChange: (change: Partial<RegistryForm>) => void
}

const kinds = [
  { kind: 'none', label: 'None: read anonymously' },
  { kind: 'basic', label: 'User name and password or token' },
  { kind: 'identity', label: 'Identity token' },
  { kind: 'docker', label: 'Paste config.json of docker login or podman login' },
] as const

/** How the registry is signed in to. What is entered is written to the server and never read back. */
export function CredentialFields({ form, onChange, keepLabel }: FieldsProps & { readonly keepLabel?: string }) {
  return (
    <fieldset className="space-y-2.5">
      <legend className="mb-1.5 text-sm font-medium">Credentials</legend>
      {keepLabel !== undefined && (
        <Choice
          type="radio"
          name="credentials"
          label={keepLabel}
          checked={form.credentials === 'keep'}
          onChange={() => onChange({ credentials: 'keep' })}
        />
      )}
      {kinds.map(({ kind, label }) => (
        <Choice
          key={kind}
          type="radio"
          name="credentials"
          label={label}
          checked={form.credentials === kind}
          onChange={() => onChange({ credentials: kind })}
        />
      ))}
      <SecretFields form={form} onChange={onChange} />
      {form.credentials !== 'none' && form.credentials !== 'keep' && (
        <p className="text-xs text-soft">Stored sealed on the server. A token that may only read is enough.</p>
      )}
    </fieldset>
  )
}

function SecretFields({ form, onChange }: FieldsProps) {
  switch (form.credentials) {
    case 'none':
    case 'keep':
      return null
    case 'basic':
      return (
        <div className="grid gap-3 pl-6.5 sm:grid-cols-2">
          <Field label="User name">
            {(control) => (
              <Input
                {...control}
                value={form.username}
                onChange={(event) => onChange({ username: event.target.value })}
                autoComplete="off"
                spellCheck={false}
              />
            )}
          </Field>
          <Field label="Password or token">
            {(control) => (
              <Input
                {...control}
                type="password"
                value={form.password}
                onChange={(event) => onChange({ password: event.target.value })}
                autoComplete="new-password"
              />
            )}
          </Field>
        </div>
      )
    case 'identity':
      return (
        <Field label="Identity token" hint="A refresh token, as docker login keeps it." className="pl-6.5">
          {(control) => (
            <Input
              {...control}
              type="password"
              value={form.identityToken}
              onChange={(event) => onChange({ identityToken: event.target.value })}
              autoComplete="new-password"
            />
          )}
        </Field>
      )
    case 'docker':
      return (
        <Field
          label="config.json or auth.json"
          hint="The whole file. Only the entry of this registry is kept."
          className="pl-6.5"
        >
          {(control) => (
            <TextArea
              {...control}
              value={form.dockerConfig}
              onChange={(event) => onChange({ dockerConfig: event.target.value })}
              placeholder={'{ "auths": { "registry.example.com": { "auth": "…" } } }'}
              spellCheck={false}
            />
          )}
        </Field>
      )
  }
}

/** Certificates and the plain-HTTP switch, folded until they are needed. */
export function ConnectionFields({ form, onChange, open = false }: FieldsProps & { readonly open?: boolean }) {
  return (
    <details open={open} className="rounded-control border border-line">
      <summary className="fold px-3 py-2 text-sm font-medium">
        Own certificate authority, client certificate, plain HTTP
      </summary>
      <div className="space-y-3 px-3 pb-3">
        <PemField
          label="Certificate authority (PEM)"
          hint="For a registry whose certificate is signed by your own authority, or by itself."
          value={form.caPem}
          onChange={(caPem) => onChange({ caPem })}
        />
        <PemField
          label="Client certificate (PEM)"
          hint="For a registry that asks for one."
          value={form.clientCertificatePem}
          onChange={(clientCertificatePem) => onChange({ clientCertificatePem })}
        />
        <PemField
          label="Key of the client certificate (PEM)"
          hint="It signs this server in at the registry, and is kept sealed. It has nothing to do with signing images."
          value={form.clientKeyPem}
          onChange={(clientKeyPem) => onChange({ clientKeyPem })}
        />
        <Choice
          type="checkbox"
          label="Allow plain HTTP"
          hint="Anybody between here and the registry can read the credentials. What is signed is still checked."
          checked={form.insecure}
          onChange={(insecure) => onChange({ insecure })}
        />
      </div>
    </details>
  )
}

type PemFieldProps = {
  readonly label: string
  readonly hint: string
  readonly value: string
  readonly onChange: (value: string) => void
}

function PemField({ label, hint, value, onChange }: PemFieldProps) {
  return (
    <Field label={label} hint={hint}>
      {(control) => (
        <TextArea
          {...control}
          rows={3}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          spellCheck={false}
          autoComplete="off"
          className="min-h-16!"
        />
      )}
    </Field>
  )
}
