import type { ReactNode } from 'react'

/** A small fact beside a name: a kind, a version, a count. Never a state: that is `StatePill`. */
export function Pill({ children, title }: { readonly children: ReactNode; readonly title?: string }) {
  return (
    <span
      title={title}
      className="inline-flex max-w-full items-center rounded-md bg-sunken px-2 text-xs leading-5 text-soft"
    >
      <span className="truncate">{children}</span>
    </span>
  )
}

export function KeyHint({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-block rounded-[5px] border border-line bg-surface px-1.5 text-2xs leading-[18px] text-soft">
      {children}
    </kbd>
  )
}
