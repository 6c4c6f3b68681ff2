'use client'

import type { ComponentProps, MouseEvent } from 'react'
import { type UrlChanges, useUrlParams } from './use-url-params.ts'

type UrlLinkProps = Omit<ComponentProps<'a'>, 'href' | 'onClick'> & {
  readonly changes: UrlChanges
  /** Whether going back should lead through it: tabs do, sorting and filters do not. */
  readonly step?: boolean
}

/** A link to this page with other parameters: a real address, shown at once by what is already loaded. */
export function UrlLink({ changes, step = false, ...props }: UrlLinkProps) {
  const url = useUrlParams()
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (step) url.push(changes)
    else url.replace(changes)
  }
  return <a {...props} href={url.href(changes)} onClick={follow} />
}
