'use client'

import { usePageDrop } from '#components/ui/use-page-drop.ts'
import type { ReadKey } from './read-key.ts'

// Arrives with the first key, not with the page.
const loadReader = () => import('./read-key.ts')

/** Takes a file dropped, or a PEM pasted, anywhere on the page. */
export function useKeyDrop(onRead: (key: ReadKey) => void, enabled = true): { readonly dragging: boolean } {
  const readFile = async (file: File) => onRead(await (await loadReader()).readKeyFile(file))
  const readText = async (text: string) => onRead((await loadReader()).readKeyText(text))
  return usePageDrop(
    {
      onFile: (file) => void readFile(file),
      onPaste(data) {
        const text = data.getData('text')
        const file = data.files[0]
        if (text.includes('-----BEGIN ')) void readText(text)
        else if (file !== undefined && !file.type.startsWith('image/')) void readFile(file)
        else return false
        return true
      },
    },
    enabled,
  )
}
