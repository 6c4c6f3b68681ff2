'use client'

import { createContext, useContext } from 'react'
import { maskSecrets } from '#lib/format/mask-secrets.ts'
import { visibleText } from '#lib/format/visible-text.ts'

/** Whether what looks like a credential in a document is shown; masked unless the reader asks for it. */
export const SecretsShown = createContext(false)

/** Makes text of a document fit to be shown: credentials masked, every character visible, no more than `maxLength`. */
export function useDocumentText(): (text: string, maxLength?: number) => string {
  const isShown = useContext(SecretsShown)
  return isShown ? shown : masked
}

/** Whether `show` hides something of the text, so that nothing may lead there either. */
export const isMasked = (text: string, show: (text: string) => string): boolean => show(text) !== visibleText(text)

const shown = (text: string, maxLength?: number): string => visibleText(text, maxLength)
const masked = (text: string, maxLength?: number): string => visibleText(maskSecrets(text), maxLength)
