'use client'

import { useRouter } from 'next/navigation'
import { type ClipboardEvent, type FormEvent, useState } from 'react'
import { KeyHint } from '#components/ui/pill.tsx'
import { loadPaste } from './load-paste.ts'
import { openCommandMenu } from './shortcuts.tsx'

/** The box in the top bar: a reference, a key, a command line or a word to search repositories for. */
export function SearchBox() {
  const router = useRouter()
  const [text, setText] = useState('')
  const [warning, setWarning] = useState<string | null>(null)

  const go = async (input: string) => {
    const { privateKeyWarning, recognisePaste, toDestination } = await loadPaste()
    const paste = recognisePaste(input)
    const isPrivate = paste.kind === 'private-key'
    setWarning(isPrivate ? privateKeyWarning : null)
    const destination = toDestination(paste, 'search')
    if (isPrivate || destination !== null) setText('')
    if (destination !== null) router.push(destination)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void go(text)
  }
  // A one-line field would drop the line breaks of a PEM, so keys are taken from the clipboard itself.
  const paste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData('text')
    if (!pasted.includes('-----BEGIN ')) return
    event.preventDefault()
    void go(pasted)
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a form is what Enter submits; the search element is its role.
    <form
      role="search"
      action="/repositories"
      onSubmit={submit}
      className="relative order-2 w-full lg:order-none lg:max-w-xl lg:flex-1"
    >
      <label htmlFor="top-search" className="sr-only">
        Paste a reference or key, or search repositories
      </label>
      <input
        id="top-search"
        name="q"
        data-search="top"
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPaste={paste}
        onFocus={loadPaste}
        placeholder="Paste a reference or key, or search"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        enterKeyHint="go"
        aria-describedby={warning === null ? undefined : 'top-search-warning'}
        className="h-9 w-full rounded-control border border-edge bg-paper pr-16 pl-3 text-ink hover:border-soft"
      />
      <button
        type="button"
        onClick={openCommandMenu}
        aria-keyshortcuts="Control+K Meta+K"
        className="absolute top-0 right-0 hidden h-9 items-center px-2.5 sm:flex"
      >
        <KeyHint>Ctrl K</KeyHint>
        <span className="sr-only">: open the command menu</span>
      </button>
      {warning !== null && (
        <p
          id="top-search-warning"
          role="alert"
          className="absolute top-11 left-0 z-30 rounded-control border border-invalid bg-surface px-3 py-2 text-sm shadow-lg"
        >
          {warning}
        </p>
      )}
    </form>
  )
}
