'use client'

import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import { isTyping } from '#components/ui/is-typing.ts'
import { recognisePaste } from '#lib/format/recognise-paste.ts'
import { toDestination } from './go-to-paste.ts'

/** A reference, digest, command or key pasted outside any field opens what it names. */
export function usePasteAnywhere(): void {
  const router = useRouter()
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target)) return
      const paste = recognisePaste(event.clipboardData?.getData('text') ?? '')
      const isPlain = paste.kind === 'search' || (paste.kind === 'reference' && paste.isBareWord)
      const destination = isPlain ? null : toDestination(paste, 'image')
      if (destination !== null) router.push(destination)
    }
    // On the window, after the page's own listeners: a page that takes keys itself comes first.
    window.addEventListener('paste', onPaste)
    return () => window.removeEventListener('paste', onPaste)
  }, [router])
}
