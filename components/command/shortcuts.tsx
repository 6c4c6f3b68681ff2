'use client'

import { lazy, Suspense, useEffect, useState } from 'react'
import { isTyping } from '#components/ui/is-typing.ts'
import { isZip } from '#components/ui/is-zip.ts'
import { usePasteAnywhere } from './use-paste-anywhere.ts'

// The command menu and the list of keys arrive when they are asked for, not with the page.
const CommandMenu = lazy(() => import('./command-menu.tsx'))
const KeyList = lazy(() => import('./key-list.tsx'))
const RecheckDialog = lazy(() => import('#components/bundle/recheck-dialog.tsx'))

/** A file is an evidence bundle to be checked; `recheck` is one that is still to be chosen. */
type Opened = 'menu' | 'keys' | 'recheck' | File

const openEvent = 'touchstone:open'
const open = (what: Opened) => void document.dispatchEvent(new CustomEvent(openEvent, { detail: what }))

export const openCommandMenu = (): void => open('menu')
export const openRecheck = (): void => open('recheck')

/** What works everywhere: the keys `/`, `?`, and Ctrl K or ⌘ K, a text pasted, and an evidence bundle dropped. */
export function Shortcuts() {
  const [opened, setOpened] = useState<Opened | null>(null)
  usePasteAnywhere()
  useEffect(() => {
    const onOpen = (event: Event) => setOpened((event as CustomEvent<Opened>).detail)
    const onDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault()
    }
    const onDrop = (event: DragEvent) => {
      const file = event.dataTransfer?.files[0]
      if (!isZip(file)) return
      event.preventDefault()
      setOpened(file)
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
        event.preventDefault()
        setOpened((now) => (now === 'menu' ? null : 'menu'))
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
      if (event.key === '/' && focusSearch()) event.preventDefault()
      if (event.key === '?') setOpened('keys')
    }
    document.addEventListener('keydown', onKeyDown)
    document.addEventListener('dragover', onDragOver)
    document.addEventListener('drop', onDrop)
    document.addEventListener(openEvent, onOpen)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener('dragover', onDragOver)
      document.removeEventListener('drop', onDrop)
      document.removeEventListener(openEvent, onOpen)
    }
  }, [])
  const close = () => setOpened(null)
  return (
    <Suspense fallback={null}>
      {opened === 'menu' && <CommandMenu onClose={close} onOpen={setOpened} />}
      {opened === 'keys' && <KeyList onClose={close} />}
      {opened !== null && opened !== 'menu' && opened !== 'keys' && <RecheckDialog given={opened} onClose={close} />}
    </Suspense>
  )
}

/** The page's own search field, or else the one in the top bar. */
function focusSearch(): boolean {
  const fields = document.querySelectorAll<HTMLInputElement>('[data-search]')
  const field = Array.from(fields).find((one) => one.dataset.search === 'page') ?? fields[0]
  field?.focus()
  field?.select()
  return field !== undefined
}
