import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'

type CodeBlockProps = {
  readonly code: string
  /** What is copied, for the accessible name: "Copy command". */
  readonly label?: string
  /** Long lines break instead of scrolling. */
  readonly wrap?: boolean
  readonly className?: string
}

/** Text for a terminal or a file, with a button that copies it. */
export function CodeBlock({ code, label = 'Copy command', wrap = true, className = '' }: CodeBlockProps) {
  return (
    <div className={`relative rounded-control bg-sunken ${className}`}>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className={`overflow-x-auto py-2.5 pr-11 pl-3 text-xs leading-relaxed ${wrap ? 'whitespace-pre-wrap [overflow-wrap:anywhere]' : 'whitespace-pre'}`}
      >
        <code className="text-[1em]">{wrap ? keepOptions(code) : code}</code>
      </pre>
      <CopyButton text={code} label={label} className="absolute top-1 right-1" />
    </div>
  )
}

// The narrowest block holds as many characters.
const maxKept = 32

/**
 * A line breaks between words, but not after the hyphens of `--an-option=value`. What is longer than a line has lines of
 * its own, with its indentation.
 */
function keepOptions(code: string): ReactNode {
  return code.split(/(?<=\S )|(?<=\S)(?= )|(?<=\n)|(?=\n)/).map((word, at) =>
    word.length > maxKept || word.includes('-') ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the same word may stand there twice.
      <span key={at} className={word.length > maxKept ? 'inline-block break-all' : 'whitespace-pre'}>
        {word}
      </span>
    ) : (
      word
    ),
  )
}
