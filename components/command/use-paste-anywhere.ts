'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { isTyping } from '#components/ui/is-typing.ts'
import { loadPaste } from './load-paste.ts'

/** A reference, digest, command or key pasted outside any field opens what it names. */
export function usePasteAnywhere(): void {
  const router = useRouter()
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return
      const text = event.clipboardData?.getData('text') ?? ''
      if (text.trim() === '') return
      void loadPaste().then(({ recognisePaste, toDestination }) => {
        const paste = recognisePaste(text)
        const isPlain = paste.kind === 'search' || (paste.kind === 'reference' && paste.isBareWord)
        const destination = isPlain ? null : toDestination(paste, 'image')
        if (destination !== null) router.push(destination)
      })
    }
    // On the window, after the page's own listeners: a page that takes keys itself comes first.
    window.addEventListener('paste', onPaste)
    return () => window.removeEventListener('paste', onPaste)
  }, [router])
}
