'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react'
import { privateKeyWarning, toDestination } from '#components/command/go-to-paste.ts'
import { keepPastedKey } from '#components/command/pasted-key.ts'
import { DropCurtain } from '#components/trust/key-drop.tsx'
import { useKeyDrop } from '#components/trust/use-key-drop.ts'
import { Button } from '#components/ui/button.tsx'
import { Link } from '#components/ui/link.tsx'
import { shortenDigest } from '#lib/format/digest.ts'
import { imagePath } from '#lib/format/page-path.ts'
import { type Paste, recognisePaste } from '#lib/format/recognise-paste.ts'

const sampleReference = 'sample.layout/workshop/hummingbird-demo:v1'

/** Paste anything: it says what it recognises before anything is asked of anybody. */
export function PasteBox() {
  const router = useRouter()
  const [text, setText] = useState('')
  const [refused, setRefused] = useState<string | null>(null)
  const field = useRef<HTMLTextAreaElement>(null)
  const { dragging } = useKeyDrop((read) => {
    if (read.kind !== 'key') {
      setRefused(`${read.title}. ${read.detail}`)
      return
    }
    keepPastedKey(read.pem)
    router.push('/keys?add=pasted')
  })
  const paste = recognisePaste(text)

  const change = (input: string) => {
    const isPrivate = recognisePaste(input).kind === 'private-key'
    setRefused(isPrivate ? privateKeyWarning : null)
    setText(isPrivate ? '' : input)
  }
  const go = () => {
    const destination = toDestination(paste, 'image')
    if (destination === null) field.current?.focus()
    else router.push(destination)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go()
  }
  const submitOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    go()
  }
  return (
    <form onSubmit={submit} className="mt-6">
      {dragging && <DropCurtain text="Drop a public key to add it" />}
      <label htmlFor="paste" className="sr-only">
        Image reference, digest, public key, or a docker or cosign command
      </label>
      <div className="rounded-[14px] border border-edge bg-surface p-1.5 shadow-sm focus-within:border-accent">
        <textarea
          ref={field}
          id="paste"
          data-search="page"
          rows={Math.min(Math.max(text.split('\n').length, 2), 8)}
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={submitOnEnter}
          placeholder="registry.example.com/team/app:1.0"
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          aria-describedby="paste-note"
          className="block w-full resize-none bg-transparent px-3 py-2 font-mono text-base outline-none"
        />
        <div className="flex min-h-9 flex-wrap items-center gap-2 pl-3">
          <p id="paste-note" role="status" className="min-w-0 flex-1 basis-60 text-xs text-soft">
            {refused === null ? (
              <Recognised paste={paste} />
            ) : (
              <span className="font-medium text-invalid">{refused}</span>
            )}
          </p>
          <Button type="submit" look="first" className="ml-auto">
            {actionWord(paste)}
          </Button>
        </div>
      </div>
      <p className="mt-3 text-center text-sm text-soft">
        Nothing at hand? Inspect the built-in sample:{' '}
        <Link href={imagePath(sampleReference)} className="link [overflow-wrap:anywhere]">
          workshop/hummingbird-demo:v1
        </Link>
      </p>
    </form>
  )
}

function actionWord(paste: Paste): string {
  switch (paste.kind) {
    case 'pem':
      return 'Add the key'
    case 'digest':
      return 'Find it'
    case 'search':
      return 'Search'
    case 'empty':
    case 'private-key':
    case 'reference':
      return 'Inspect'
  }
}

function Recognised({ paste }: { readonly paste: Paste }) {
  switch (paste.kind) {
    case 'empty':
    case 'private-key':
      return 'An image reference, a digest, a public key, or a docker or cosign command'
    case 'pem':
      return 'A PEM block: adds the key to your trust shelf'
    case 'digest':
      return 'A digest: finds it among the images looked at here'
    case 'search':
      return paste.reason === null ? 'Searches the repositories' : `Searches the repositories. ${paste.reason}`
    case 'reference':
      return (
        <>
          Image <code className="text-ink [overflow-wrap:anywhere]">{shortenReference(paste.reference)}</code>
        </>
      )
  }
}

function shortenReference(reference: string): string {
  const at = reference.indexOf('@')
  return at < 0 ? reference : `${reference.slice(0, at + 1)}${shortenDigest(reference.slice(at + 1))}`
}
