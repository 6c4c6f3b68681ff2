'use client'

import { usePageDrop } from '#components/ui/use-page-drop.ts'
import type { GivenRoot } from './add-root-dialog.tsx'
import { readTextFile } from './file-input.tsx'

/** Takes a trusted_root.json dropped, or its text pasted, anywhere on the page. */
export function useRootDrop(onGiven: (root: GivenRoot) => void, enabled: boolean): { readonly dragging: boolean } {
  return usePageDrop(
    {
      onFile: (file) => void readTextFile(file).then((text) => onGiven({ text, fileName: file.name })),
      onPaste(data) {
        const text = data.getData('text')
        if (!text.includes('trustedroot')) return false
        onGiven({ text, fileName: null })
        return true
      },
    },
    enabled,
  )
}
