'use client'

import { Upload } from 'lucide-react'
import { useRef } from 'react'
import { Button } from './button.tsx'

type FileButtonProps = {
  /** What is chosen, for assistive technology. */
  readonly label: string
  readonly accept: string
  readonly size?: 's' | 'm'
  readonly className?: string
  readonly onFile: (file: File) => void
}

/** Chooses a file; the same file can be chosen again. */
export function FileButton({ label, accept, size = 'm', className = '', onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <input
        ref={input}
        type="file"
        className="sr-only"
        tabIndex={-1}
        aria-label={label}
        accept={accept}
        onChange={(event) => {
          const chosen = event.target.files?.[0]
          event.target.value = ''
          if (chosen !== undefined) onFile(chosen)
        }}
      />
      <Button size={size} className={className} onClick={() => input.current?.click()}>
        <Upload aria-hidden="true" size={size === 's' ? 13 : 15} />
        Choose a file
      </Button>
    </>
  )
}
