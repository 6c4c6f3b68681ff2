'use client'

import { lazy, Suspense, useEffect, useState } from 'react'
import { isTyping } from '#components/ui/is-typing.ts'
import { usePasteAnywhere } from './use-paste-anywhere.ts'

// The command menu and the list of keys arrive when they are asked for, not with the page.
const CommandMenu = lazy(() => import('./command-menu.tsx'))
const KeyList = lazy(() => import('./key-list.tsx'))

type Opened = 'menu' | 'keys' | null

const openEvent = 'touchstone:open-command-menu'

export const openCommandMenu = (): void => void document.dispatchEvent(new Event(openEvent))

/** The keys that work everywhere: `/`, `?`, and Ctrl K or ⌘ K. */
export function Shortcuts() {
  const [opened, setOpened] = useState<Opened>(null)
  usePasteAnywhere()
  useEffect(() => {
    const onOpen = () => setOpened('menu')
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
    document.addEventListener(openEvent, onOpen)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      document.removeEventListener(openEvent, onOpen)
    }
  }, [])
  const close = () => setOpened(null)
  return (
    <Suspense fallback={null}>
      {opened === 'menu' && <CommandMenu onClose={close} onShowKeys={() => setOpened('keys')} />}
      {opened === 'keys' && <KeyList onClose={close} />}
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
