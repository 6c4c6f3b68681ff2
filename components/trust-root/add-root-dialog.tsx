'use client'

import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useState } from 'react'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Choice, Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import type { CreateTrustedRoot, TrustedRootDto } from '#lib/api/contract/trusted-roots.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { createTrustedRoot } from '#lib/queries/trusted-roots.ts'
import { FileInput } from './file-input.tsx'

// They come when a mirror is what is added.
const MirrorFields = lazy(() => import('./mirror-fields.tsx'))

/** A file that was dropped or pasted on the page. */
export type GivenRoot = { readonly text: string; readonly fileName: string | null }

type AddRootDialogProps = {
  readonly kind: 'file' | 'mirror'
  readonly given: GivenRoot | null
  readonly onClose: () => void
  readonly onAdded: (root: TrustedRootDto) => void
}

/** Adds a private Sigstore instance: by its trusted_root.json, or by its TUF mirror with the root that is pinned. */
export default function AddRootDialog({ kind: asked, given, onClose, onAdded }: AddRootDialogProps) {
  const client = useQueryClient()
  const [kind, setKind] = useState(asked)
  const [name, setName] = useState(suggestName(given?.fileName ?? null))
  const [document, setDocument] = useState(given?.text ?? '')
  const [mirror, setMirror] = useState('')
  const [tufRoot, setTufRoot] = useState('')
  const [caPem, setCaPem] = useState('')
  const isComplete = name.trim() !== '' && (kind === 'file' ? document !== '' : mirror !== '' && tufRoot !== '')

  const submit = async () => {
    const content: Omit<CreateTrustedRoot, 'name'> =
      kind === 'file'
        ? { document }
        : { tuf: { mirror: mirror.trim(), root: tufRoot, ...(caPem.trim() === '' ? {} : { caPem }) } }
    const root = await createTrustedRoot({ name: name.trim(), ...content })
    await invalidateTrust(client)
    onAdded(root)
  }
  return (
    <DialogFrame
      onClose={onClose}
      title="Add a trusted root"
      description="The authorities, logs and keys of a Sigstore instance. It trusts nobody by itself: rules say which identities are."
    >
      <DialogForm
        submit="Add the trusted root"
        submitting={kind === 'file' ? 'Adding …' : 'Asking the mirror …'}
        problem={isComplete ? null : 'Give it a name, and what it consists of.'}
        onSubmit={submit}
        onClose={onClose}
      >
        <Field label="Name" hint="How verdicts and rules call it, for instance “Acme signing”.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        <fieldset className="space-y-2">
          <legend className="mb-1.5 text-sm font-medium">Where it comes from</legend>
          <Choice
            type="radio"
            name="kind"
            label="A file, trusted_root.json"
            hint="Stays as it is until you add another."
            checked={kind === 'file'}
            onChange={() => setKind('file')}
          />
          <Choice
            type="radio"
            name="kind"
            label="A TUF mirror"
            hint="Renewed every few hours, and verified with the root that you give here."
            checked={kind === 'mirror'}
            onChange={() => setKind('mirror')}
          />
        </fieldset>
        {kind === 'file' ? (
          <FileInput
            label="trusted_root.json"
            hint="Paste it, drop the file on the page, or choose it."
            placeholder={'{ "mediaType": "application/vnd.dev.sigstore.trustedroot…'}
            accept=".json"
            value={document}
            onChange={(text, fileName) => {
              setDocument(text)
              if (name === '') setName(suggestName(fileName))
            }}
          />
        ) : (
          <Suspense fallback={<div className="h-80" />}>
            <MirrorFields
              {...{ mirror, tufRoot, caPem }}
              onMirror={setMirror}
              onTufRoot={setTufRoot}
              onCaPem={setCaPem}
            />
          </Suspense>
        )}
      </DialogForm>
    </DialogFrame>
  )
}

/** A file's own name says more than the one that all of them have. */
function suggestName(fileName: string | null): string {
  const bare = (fileName ?? '').replace(/\.json$/i, '')
  return /^trusted[_-]?root$/i.test(bare) ? '' : bare
}
