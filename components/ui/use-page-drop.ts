'use client'

import { useEffect, useRef, useState } from 'react'
import { isTyping } from './is-typing.ts'
import { isZip } from './is-zip.ts'

type PageDrop = {
  readonly onFile: (file: File) => void
  /** Says whether it took what was pasted; what it leaves is pasted as ever. */
  readonly onPaste: (data: DataTransfer) => boolean
}

/**
 * Takes a file dropped, or something pasted, anywhere on the page. `dragging` while a file hovers over it. While it is not
 * `enabled`, a dropped file is only kept from replacing the page. Zip files are left to `Shortcuts`.
 */
export function usePageDrop(drop: PageDrop, enabled: boolean): { readonly dragging: boolean } {
  const [dragging, setDragging] = useState(false)
  const latest = useRef(drop)
  useEffect(() => {
    latest.current = drop
  })
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      setDragging(enabled && !/zip/.test(event.dataTransfer.items[0]?.type ?? ''))
    }
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDragging(false)
    }
    const onDrop = (event: DragEvent) => {
      setDragging(false)
      const file = event.dataTransfer?.files[0]
      if (file === undefined || isZip(file)) return
      event.preventDefault()
      if (enabled) latest.current.onFile(file)
    }
    const onPaste = (event: ClipboardEvent) => {
      if (!enabled || isTyping(event.target) || event.clipboardData === null) return
      if (isZip(event.clipboardData.files[0])) return
      if (latest.current.onPaste(event.clipboardData)) event.preventDefault()
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
