'use client'

import { Field } from '#components/ui/field.tsx'
import { FileButton } from '#components/ui/file-button.tsx'
import { TextArea } from '#components/ui/input.tsx'

type FileInputProps = {
  readonly label: string
  readonly hint: string
  readonly placeholder: string
  readonly accept: string
  readonly value: string
  readonly onChange: (text: string, fileName: string | null) => void
}

// A trusted root has some KiB; the server says what is wrong with a larger one as long as it arrives.
const maxBytes = 8 * 1024 * 1024

/** The text of a file, cut where nothing sensible can come any more. */
export const readTextFile = (file: File): Promise<string> => file.slice(0, maxBytes).text()

/** Paste the text of a file, or choose the file. */
export function FileInput({ label, hint, placeholder, accept, value, onChange }: FileInputProps) {
  return (
    <div>
      <Field label={label} hint={hint}>
        {(control) => (
          <TextArea
            {...control}
            rows={5}
            value={value}
            onChange={(event) => onChange(event.target.value, null)}
            placeholder={placeholder}
            spellCheck={false}
            autoComplete="off"
          />
        )}
      </Field>
      <FileButton
        label={`File: ${label}`}
        accept={accept}
        size="s"
        className="mt-2"
        onFile={(file) => void readTextFile(file).then((text) => onChange(text, file.name))}
      />
    </div>
  )
}
