'use client'

import { useEffect, useRef, useState } from 'react'
import { useUrlParams } from './use-url-params.ts'

const settleMs = 200

/** A text field whose value is a parameter of the address, written there once typing rests. */
export function useUrlText(name: string): { text: string; settled: string; setText: (text: string) => void } {
  const url = useUrlParams()
  const settled = url.get(name) ?? ''
  const [text, setText] = useState(settled)
  const written = useRef(settled)

  // The address changed by other means (back, a link): the field follows.
  useEffect(() => {
    if (settled !== written.current) {
      written.current = settled
      setText(settled)
    }
  }, [settled])

  useEffect(() => {
    if (text === written.current) return
    const timer = setTimeout(() => {
      written.current = text
      url.replace({ [name]: text })
    }, settleMs)
    return () => clearTimeout(timer)
  }, [text, name, url])

  return { text, settled, setText }
}
