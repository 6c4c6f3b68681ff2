'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Choice, Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { invalidateTrust } from '#lib/queries/client.ts'
import { createKey } from '#lib/queries/keys.ts'
import { explainPatterns } from './explain-patterns.ts'
import { KeyPreview } from './key-preview.tsx'
import type { ReadKey } from './read-key.ts'
import { RepositoryPatterns } from './repository-patterns.tsx'

type AddKeyDialogProps = {
  readonly source: Extract<ReadKey, { kind: 'key' }>
  readonly onClose: () => void
  readonly onDone: (message: string) => void
}

/** Puts a key on the shelf, with a rule at once or without. */
export default function AddKeyDialog({ source, onClose, onDone }: AddKeyDialogProps) {
  const client = useQueryClient()
  const [name, setName] = useState(source.fileName ?? '')
  const [trusted, setTrusted] = useState(true)
  const [patterns, setPatterns] = useState<string[]>([])
  const problem = trusted ? explainPatterns(patterns) : null

  const submit = async () => {
    const key = await createKey({
      pem: source.pem,
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(trusted ? { trust: { repositories: patterns } } : {}),
    })
    await invalidateTrust(client)
    const called = key.name ?? 'The key'
    onDone(
      trusted
        ? `${called} is trusted for ${patterns.join(', ')}.`
        : `${called} is on the shelf, trusted for nothing yet.`,
    )
  }
  return (
    <DialogFrame onClose={onClose} title="Add this key">
      <DialogForm submit="Add the key" submitting="Adding …" problem={problem} onSubmit={submit} onClose={onClose}>
        <KeyPreview pem={source.pem} />
        <Field label="Name" hint="How verdicts call the signer, for instance “release key”.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <fieldset className="space-y-2.5">
          <legend className="mb-1.5 text-sm font-medium">Trust</legend>
          <Choice
            type="radio"
            name="trusted"
            label="Trust it for some repositories"
            checked={trusted}
            onChange={() => setTrusted(true)}
          />
          {trusted && (
            <div className="pl-6.5">
              <RepositoryPatterns patterns={patterns} onChange={setPatterns} />
            </div>
          )}
          <Choice
            type="radio"
            name="trusted"
            label="Only put it on the shelf"
            hint="Its signatures are recognised by name, but not trusted until a rule says so."
            checked={!trusted}
            onChange={() => setTrusted(false)}
          />
        </fieldset>
      </DialogForm>
    </DialogFrame>
  )
}
