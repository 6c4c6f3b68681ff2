import type { Metadata } from 'next'
import { ButtonLink } from '#components/ui/button.tsx'

export const metadata: Metadata = { title: 'Nothing here' }

export default function NotFound() {
  return (
    <div className="page">
      <div className="mx-auto max-w-lg py-16 text-center">
        <h1 className="text-2xl font-semibold tracking-tight">Nothing here</h1>
        <p className="mt-2 text-soft">
          No page has this address. An image’s page is <code>/images/HOST/REPOSITORY:TAG</code>; pasting the reference
          into the box above leads there.
        </p>
        <p className="mt-5 flex flex-wrap justify-center gap-2">
          <ButtonLink href="/" look="first">
            Overview
          </ButtonLink>
          <ButtonLink href="/repositories">Repositories</ButtonLink>
          <ButtonLink href="/docs">Documentation</ButtonLink>
        </p>
      </div>
    </div>
  )
}
