'use client'

import { createContext, useContext } from 'react'
import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { visibleText } from '#lib/format/visible-text.ts'

/** Whether what looks like a credential in a document is shown; masked unless the reader asks for it. */
export const SecretsShown = createContext(false)

/** Makes text of a document fit to be shown: every character visible, credentials masked. */
export function useDocumentText(): (text: string) => string {
  const isShown = useContext(SecretsShown)
  return isShown ? shown : masked
}

const shown = (text: string): string => visibleText(text)
const masked = (text: string): string => visibleText(maskSecrets(text))
