'use client'

import { Check, Copy } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { buttonClass } from './button.tsx'
import { copyText } from './copy-text.ts'

type CopyButtonProps = {
  readonly text: string
  /** What is copied, for the accessible name: "Copy command". */
  readonly label: string
  readonly withWord?: boolean
  readonly className?: string
}

export function CopyButton({ text, label, withWord = false, className = '' }: CopyButtonProps) {
  const { copied, copy } = useCopy(text)
  const Icon = copied ? Check : Copy
  return (
    <button
      type="button"
      data-copy=""
      aria-label={label}
      onClick={copy}
      className={buttonClass(
        { look: withWord ? 'plain' : 'quiet', size: 's' },
        `${withWord ? '' : 'px-1.5!'} ${className}`,
      )}
    >
      <Icon aria-hidden="true" size={14} />
      {withWord && (copied ? 'Copied' : 'Copy')}
      <span aria-live="polite" className="sr-only">
        {copied ? 'Copied' : ''}
      </span>
    </button>
  )
}

/** Copies and says so for two seconds. */
export function useCopy(text: string): { copied: boolean; copy: () => void } {
  const [copied, setCopied] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const copy = () => {
    void copyText(text).then((done) => {
      setCopied(done)
      clearTimeout(timer.current)
      timer.current = setTimeout(() => setCopied(false), 2000)
    })
  }
  return { copied, copy }
}
