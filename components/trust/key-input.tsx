'use client'

import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { FileButton } from '#components/ui/file-button.tsx'
import { TextArea } from '#components/ui/input.tsx'
import { type ReadKey, readKeyFile, readKeyText } from './read-key.ts'

/** Paste a key, or choose its file. What is read is given at once; a private key never gets further than this. */
export function KeyInput({ onRead }: { readonly onRead: (key: ReadKey) => void }) {
  const [text, setText] = useState('')
  const take = (input: string) => {
    setText(input)
    if (!/-----END [A-Z0-9 ]+-----/.test(input) && !input.includes('"kty"')) return
    const key = readKeyText(input)
    if (key.kind !== 'key') setText('')
    onRead(key)
  }
  return (
    <div>
      <Field label="Public key" hint="Paste it, drop the file anywhere on this page, or choose the file.">
        {(control) => (
          <TextArea
            {...control}
            rows={5}
            value={text}
            onChange={(event) => take(event.target.value)}
            placeholder={'-----BEGIN PUBLIC KEY-----\n…\n-----END PUBLIC KEY-----'}
            spellCheck={false}
            autoComplete="off"
          />
        )}
      </Field>
      <div className="mt-3 flex flex-wrap gap-2">
        <FileButton
          label="File of a public key"
          accept=".pub,.pem,.crt,.cer,.key,.txt"
          onFile={(file) => void readKeyFile(file).then(onRead)}
        />
        {text.trim() !== '' && <Button onClick={() => onRead(readKeyText(text))}>Read what is pasted</Button>}
      </div>
    </div>
  )
}
