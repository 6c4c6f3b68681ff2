'use client'

import { useEffect, useRef, useState } from 'react'
import { isTyping } from '#components/ui/is-typing.ts'
import type { ReadKey } from './read-key.ts'

// Arrives with the first key, not with the page.
const loadReader = () => import('./read-key.ts')

/**
 * Takes a file dropped, or a PEM pasted, anywhere on the page. `dragging` while a file hovers over it.
 * While it is not `enabled`, a dropped file is only kept from replacing the page.
 */
export function useKeyDrop(onRead: (key: ReadKey) => void, enabled = true): { readonly dragging: boolean } {
  const [dragging, setDragging] = useState(false)
  const receive = useRef(onRead)
  useEffect(() => {
    receive.current = onRead
  })
  useEffect(() => {
    const readFile = async (file: File) => receive.current(await (await loadReader()).readKeyFile(file))
    const readText = async (text: string) => receive.current((await loadReader()).readKeyText(text))
    const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return
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
      if (enabled) void readFile(file)
    }
    const onPaste = (event: ClipboardEvent) => {
      if (!enabled || isTyping(event.target)) return
      const text = event.clipboardData?.getData('text') ?? ''
      const file = event.clipboardData?.files[0]
      if (text.includes('-----BEGIN ')) void readText(text)
      else if (file !== undefined && !file.type.startsWith('image/')) void readFile(file)
      else return
      event.preventDefault()
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
