'use client'

import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { isAppError } from '#lib/errors/app-error.ts'
import { parseX509Subject } from '#lib/trust/x509-subject.ts'

/** What is wrong with the attributes; null when they can be read, or are left out. */
export function explainSubject(subject: string): string | null {
  if (subject.trim() === '') return null
  try {
    parseX509Subject(subject)
    return null
  } catch (error) {
    if (!isAppError(error, 'RULE_INVALID')) throw error
    return error.message.replace(/^subject: /, '').replace(/^./, (first) => first.toUpperCase())
  }
}

type SubjectFieldProps = { readonly subject: string; readonly onChange: (subject: string) => void }

/** Which of the signers that an authority issued certificates to: those whose subject has these attributes. */
export function SubjectField({ subject, onChange }: SubjectFieldProps) {
  const problem = explainSubject(subject)
  return (
    <div>
      <Field
        label="Subject of the signer"
        hint="Attributes of the signing certificate, each of which must be exactly so: C=US, ST=WA, O=Example"
        error={problem}
      >
        {(control) => (
          <Input
            {...control}
            value={subject}
            maxLength={2048}
            onChange={(event) => onChange(event.target.value)}
            placeholder="C=US, ST=WA, O=Example, CN=release"
            spellCheck={false}
            autoComplete="off"
          />
        )}
      </Field>
      {subject.trim() === '' && (
        <p className="mt-1.5 text-xs text-untrusted">
          Left empty, everybody to whom this authority ever issued a certificate for signing is trusted.
        </p>
      )}
    </div>
  )
}
