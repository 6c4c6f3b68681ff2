'use client'

import { shortenDigest } from '#lib/format/digest.ts'
import { useCopy } from './copy-button.tsx'
import { Tooltip } from './tooltip.tsx'

type DigestProps = {
  readonly digest: string
  /** Hexadecimal digits at either end. */
  readonly ends?: number
  /** What the accessible name calls it. */
  readonly label?: string
  readonly className?: string
}

/** A digest for comparing: both ends, whole on hover and focus, copied by a click; equal ones on the page light up. */
export function Digest({ digest, ends = 6, label = 'digest', className = '' }: DigestProps) {
  const { copied, copy } = useCopy(digest)
  return (
    <Tooltip content={<code className="break-all">{copied ? 'Copied' : digest}</code>}>
      <button
        type="button"
        data-digest={digest}
        data-whole={digest}
        aria-label={`${shortenDigest(digest, ends)}, copy the ${label} ${digest}`}
        onClick={copy}
        onPointerEnter={() => markEqual(digest, true)}
        onPointerLeave={() => markEqual(digest, false)}
        onFocus={() => markEqual(digest, true)}
        onBlur={() => markEqual(digest, false)}
        className={`inline-flex min-h-6 items-center whitespace-nowrap font-mono text-xs text-soft hover:text-ink ${className}`}
      >
        <span>{shortenDigest(digest, ends)}</span>
      </button>
    </Tooltip>
  )
}

function markEqual(digest: string, on: boolean): void {
  const equal = document.querySelectorAll(`[data-digest="${CSS.escape(digest)}"]`)
  for (const element of equal) element.toggleAttribute('data-same', on && equal.length > 1)
}
