'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input, Select } from '#components/ui/input.tsx'
import type { KeyDto } from '#lib/api/contract/trust.ts'
import { shortenFingerprint } from '#lib/format/digest.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { createKey, keysQuery } from '#lib/queries/keys.ts'
import { createRule } from '#lib/queries/rules.ts'
import { KeyInput } from './key-input.tsx'
import { KeyPreview } from './key-preview.tsx'
import { KeyRefusal } from './key-refusal.tsx'
import type { ReadKey } from './read-key.ts'
import { type Scope, ScopeChoice, toScope } from './scope-choice.tsx'
import { useKeyDrop } from './use-key-drop.ts'

type TrustKeyDialogProps = {
  readonly repository: string
  readonly given: ReadKey | null
  /** A key of the shelf that is to be trusted here. */
  readonly known?: KeyDto
  readonly onClose: () => void
  /** What happened, as a sentence to announce. */
  readonly onDone: (message: string) => void
}

/** From a key to trust in three steps on one sheet: which key, its name, for which repositories. */
export default function TrustKeyDialog({ repository, given, known, onClose, onDone }: TrustKeyDialogProps) {
  const [read, setRead] = useState<ReadKey | null>(given)
  const [shelved, setShelved] = useState<KeyDto | null>(known ?? null)
  const chosen = read?.kind === 'key' || shelved !== null
  useKeyDrop(setRead, !chosen)
  return (
    <DialogFrame
      onClose={onClose}
      title={chosen ? 'Trust this key' : 'Trust a key'}
      description={chosen ? undefined : 'A signature that the key verifies then counts as by someone you trust.'}
    >
      {read !== null && read.kind !== 'key' && (
        <div className="mb-4">
          <KeyRefusal refused={read} />
        </div>
      )}
      {!chosen && (
        <>
          <KeyInput onRead={setRead} />
          <ShelfChoice onChoose={setShelved} />
        </>
      )}
      {read?.kind === 'key' && <TrustForm repository={repository} source={read} onDone={onDone} onClose={onClose} />}
      {shelved !== null && <TrustForm repository={repository} source={shelved} onDone={onDone} onClose={onClose} />}
    </DialogFrame>
  )
}

function ShelfChoice({ onChoose }: { readonly onChoose: (key: KeyDto) => void }) {
  const { data } = useQuery(keysQuery())
  const usable = data?.items.filter(({ state }) => state !== 'compromised') ?? []
  if (usable.length === 0) return null
  return (
    <Field label="Or a key from the shelf" className="mt-4">
      {(control) => (
        <Select
          {...control}
          value=""
          onChange={(event) => {
            const key = usable.find(({ fingerprint }) => fingerprint === event.target.value)
            if (key !== undefined) onChoose(key)
          }}
        >
          <option value="">Choose …</option>
          {usable.map((key) => (
            <option key={key.fingerprint} value={key.fingerprint}>
              {key.name ?? 'Unnamed key'} ({shortenFingerprint(key.fingerprint)})
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}

type Source = Extract<ReadKey, { kind: 'key' }> | KeyDto

type TrustFormProps = {
  readonly repository: string
  readonly source: Source
  readonly onDone: (message: string) => void
  readonly onClose: () => void
}

function TrustForm({ repository, source, onDone, onClose }: TrustFormProps) {
  const client = useQueryClient()
  const isShelved = 'fingerprint' in source
  const [name, setName] = useState((isShelved ? source.name : source.fileName) ?? '')
  const [scope, setScope] = useState<Scope>(() => toScope(repository))

  const submit = async () => {
    const state = await trust(source, name.trim(), scope.patterns)
    await invalidateTrust(client)
    onDone(toMessage(name.trim(), state, scope.patterns))
  }
  return (
    <DialogForm
      submit="Trust this key"
      submitting="Trusting …"
      problem={scope.problem}
      onSubmit={submit}
      onClose={onClose}
    >
      <KeyPreview pem={source.pem} {...(isShelved ? { fingerprint: source.fingerprint } : {})} />
      {!isShelved && (
        <Field label="Name" hint="How verdicts call the signer, for instance “release key”.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
      )}
      <ScopeChoice repository={repository} scope={scope} onChange={setScope} />
    </DialogForm>
  )
}

async function trust(source: Source, name: string, repositories: string[]): Promise<KeyDto['state']> {
  if ('fingerprint' in source) {
    await createRule({ repositories, signer: { kind: 'key', fingerprint: source.fingerprint } })
    return source.state
  }
  const key = await createKey({ pem: source.pem, ...(name === '' ? {} : { name }), trust: { repositories } })
  return key.state
}

function toMessage(name: string, state: KeyDto['state'], patterns: readonly string[]): string {
  const called = name === '' ? 'The key' : name
  if (state === 'compromised') return `${called} is on the shelf as compromised, so nothing that it signed is trusted.`
  return `${called} is now trusted for ${patterns.join(', ')}.`
}
