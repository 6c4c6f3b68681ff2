import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { DocsNav } from '#components/docs/docs-nav.tsx'

export const metadata: Metadata = { title: { default: 'Docs', template: '%s · Touchstone docs' } }

export default function DocsLayout({ children }: { readonly children: ReactNode }) {
  return (
    <div className="page grid items-start gap-x-10 gap-y-4 lg:grid-cols-[190px_minmax(0,1fr)]">
      <DocsNav />
      <div className="min-w-0">{children}</div>
    </div>
  )
}
