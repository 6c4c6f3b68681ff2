'use client'

import { useEffect, useRef, useState } from 'react'
import { isTyping } from '#components/ui/is-typing.ts'
import type { GivenRoot } from './add-root-dialog.tsx'
import { readTextFile } from './file-input.tsx'

/** Takes a trusted_root.json dropped, or its text pasted, anywhere on the page. `dragging` while a file hovers over it. */
export function useRootDrop(onGiven: (root: GivenRoot) => void, enabled: boolean): { readonly dragging: boolean } {
  const [dragging, setDragging] = useState(false)
  const receive = useRef(onGiven)
  useEffect(() => {
    receive.current = onGiven
  })
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      setDragging(enabled)
    }
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false)
    }
    const onDrop = (event: DragEvent) => {
      setDragging(false)
      const file = event.dataTransfer?.files[0]
      if (file === undefined) return
      event.preventDefault()
      if (enabled) void readTextFile(file).then((text) => receive.current({ text, fileName: file.name }))
    }
    const onPaste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData('text') ?? ''
      if (!enabled || isTyping(event.target) || !text.includes('trustedroot')) return
      event.preventDefault()
      receive.current({ text, fileName: null })
    }
    document.addEventListener('dragover', onDragOver)
    document.addEventListener('dragleave', onDragLeave)
    document.addEventListener('drop', onDrop)
    document.addEventListener('paste', onPaste)
    return () => {
      document.removeEventListener('dragover', onDragOver)
      document.removeEventListener('dragleave', onDragLeave)
      document.removeEventListener('drop', onDrop)
      document.removeEventListener('paste', onPaste)
    }
  }, [enabled])
  return { dragging }
}
