'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { explainPatterns } from '#components/trust/explain-patterns.ts'
import { KeyRefusal } from '#components/trust/key-refusal.tsx'
import { type ReadKey, readKeyFile, readKeyText } from '#components/trust/read-key.ts'
import { RepositoryPatterns } from '#components/trust/repository-patterns.tsx'
import { DialogForm } from '#components/ui/dialog-form.tsx'
import DialogFrame from '#components/ui/dialog-frame.tsx'
import { Choice, Field } from '#components/ui/field.tsx'
import { FileButton } from '#components/ui/file-button.tsx'
import { Input, TextArea } from '#components/ui/input.tsx'
import type { CertificateDto } from '#lib/api/contract/certificates.ts'
import { countOf } from '#lib/format/size.ts'
import { createCertificates } from '#lib/queries/certificates.ts'
import { invalidateTrust } from '#lib/queries/client.ts'
import { formatCertificateName } from './certificate-words.ts'
import { StoreChoices } from './store-choices.tsx'
import { explainSubject, SubjectField } from './subject-field.tsx'

type AddCertificatesDialogProps = {
  /** What was dropped or pasted; null to begin with an empty field. */
  readonly pem: string | null
  readonly onClose: () => void
  readonly onDone: (message: string) => void
  /** To take the key of a certificate instead of the authority. */
  readonly onKeyInstead?: (() => void) | undefined
}

const countCertificates = (pem: string): number => pem.split('-----BEGIN CERTIFICATE-----').length - 1

/** Puts certificates of authorities on the shelf, with a rule for whom they may issue at once or without. */
export default function AddCertificatesDialog({ pem, onClose, onDone, onKeyInstead }: AddCertificatesDialogProps) {
  const client = useQueryClient()
  const [text, setText] = useState(pem ?? '')
  const [refused, setRefused] = useState<Exclude<ReadKey, { kind: 'key' }> | null>(null)
  const [name, setName] = useState('')
  const [stores, setStores] = useState<CertificateDto['stores']>(['ca'])
  const [trusted, setTrusted] = useState(true)
  const [patterns, setPatterns] = useState<string[]>([])
  const [subject, setSubject] = useState('')
  const issuesSigners = stores.some((store) => store !== 'tsa')
  const hasRule = trusted && issuesSigners
  const count = countCertificates(text)
  const problem = explain({ count, stores, patterns: hasRule ? patterns : null, subject: hasRule ? subject : '' })

  const take = (read: ReadKey) => {
    setRefused(read.kind === 'key' ? null : read)
    setText(read.kind === 'key' ? read.pem : '')
  }
  const submit = async () => {
    const trust = { repositories: patterns, ...(subject.trim() === '' ? {} : { subject: subject.trim() }) }
    const { items } = await createCertificates({
      pem: text,
      stores,
      ...(name.trim() === '' ? {} : { name: name.trim() }),
      ...(hasRule ? { trust } : {}),
    })
    await invalidateTrust(client)
    onDone(describeAdded(items, hasRule ? patterns : null))
  }
  return (
    <DialogFrame
      onClose={onClose}
      width="l"
      title="Add an authority"
      description="The certificate of whoever issues certificates to signers. Take it from where its owner publishes it, never from the image that you want to check."
    >
      <DialogForm
        submit={count > 1 ? 'Add the authorities' : 'Add the authority'}
        submitting="Adding …"
        problem={problem}
        showProblem
        onSubmit={submit}
        onClose={onClose}
      >
        {refused !== null && <KeyRefusal refused={refused} />}
        {pem === null ? (
          <PemField text={text} onRead={take} onChange={setText} />
        ) : (
          <p className="text-sm">
            {countOf(count, 'certificate')} read.{' '}
            {onKeyInstead !== undefined && (
              <button type="button" className="link" onClick={onKeyInstead}>
                Take only its public key instead
              </button>
            )}
          </p>
        )}
        <StoreChoices stores={stores} onChange={setStores} />
        <Field label="Name" hint="How rules call it, for instance “Workshop signing CA”.">
          {(control) => (
            <Input {...control} value={name} maxLength={200} onChange={(event) => setName(event.target.value)} />
          )}
        </Field>
        {issuesSigners && (
          <fieldset className="space-y-2.5">
            <legend className="mb-1.5 text-sm font-medium">Trust</legend>
            <Choice
              type="radio"
              name="trusted"
              label="Trust signers that it vouches for"
              checked={trusted}
              onChange={() => setTrusted(true)}
            />
            {trusted && (
              <div className="space-y-4 pl-6.5">
                <SubjectField subject={subject} onChange={setSubject} />
                <RepositoryPatterns patterns={patterns} onChange={setPatterns} />
              </div>
            )}
            <Choice
              type="radio"
              name="trusted"
              label="Only put it on the shelf"
              hint="Signers that it vouches for are shown by name, but not trusted until a rule says so."
              checked={!trusted}
              onChange={() => setTrusted(false)}
            />
          </fieldset>
        )}
      </DialogForm>
    </DialogFrame>
  )
}

type Draft = {
  readonly count: number
  readonly stores: readonly string[]
  readonly patterns: readonly string[] | null
  readonly subject: string
}

function explain({ count, stores, patterns, subject }: Draft): string | null {
  if (count === 0) return 'Paste or choose a certificate.'
  if (stores.length === 0) return 'Choose what it may vouch for.'
  return explainSubject(subject) ?? (patterns === null ? null : explainPatterns([...patterns]))
}

function describeAdded(items: readonly CertificateDto[], patterns: readonly string[] | null): string {
  const names = items.map(formatCertificateName).join(', ')
  const warning = items.find((one) => one.warning !== null)?.warning ?? null
  const what = patterns === null ? 'on the shelf' : `trusted for ${patterns.join(', ')}`
  return `${names} ${items.length > 1 ? 'are' : 'is'} ${what}.${warning === null ? '' : ` ${warning}`}`
}

type PemFieldProps = {
  readonly text: string
  readonly onRead: (read: ReadKey) => void
  readonly onChange: (text: string) => void
}

/** A private key gets no further than this field. */
function PemField({ text, onRead, onChange }: PemFieldProps) {
  return (
    <div className="space-y-2">
      <Field label="Certificates" hint="One or several in PEM. All of them are added, or none.">
        {(control) => (
          <TextArea
            {...control}
            rows={5}
            value={text}
            onChange={(event) => {
              const input = event.target.value
              if (input.includes('-----END ')) onRead(readKeyText(input))
              else onChange(input)
            }}
            placeholder={'-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----'}
            spellCheck={false}
            autoComplete="off"
          />
        )}
      </Field>
      <FileButton
        label="File of certificates"
        accept=".pem,.crt,.cer,.txt"
        onFile={(file) => void readKeyFile(file).then(onRead)}
      />
    </div>
  )
}
