import { imagePath } from '#lib/format/page-path.ts'
import type { Paste } from '#lib/format/recognise-paste.ts'
import { keepPastedKey } from './pasted-key.ts'

/** The address that a pasted text leads to; null where there is none. A bare word is an image or a search, as the box says. */
export function toDestination(paste: Paste, bareWord: 'image' | 'search'): string | null {
  switch (paste.kind) {
    case 'empty':
    case 'private-key':
      return null
    case 'pem':
      keepPastedKey(paste.pem)
      return '/keys?add=pasted'
    case 'reference':
      if (paste.isBareWord && bareWord === 'search') return searchPath(paste.text)
      return imagePath(paste.reference)
    case 'digest':
      return `/?digest=${paste.digest}`
    case 'search':
      return searchPath(paste.text)
  }
}

const searchPath = (text: string): string => `/repositories?q=${encodeURIComponent(text.slice(0, 255))}`

export const privateKeyWarning =
  'That is a private key. It was not sent anywhere and is not kept. Paste the public key instead: cosign.pub.'
