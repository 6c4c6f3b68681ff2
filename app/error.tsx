'use client'

import { ErrorPanel } from '#components/ui/error-panel.tsx'

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void }

/** A page that failed while it was drawn; the bar above stays usable. */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  return (
    <div className="page">
      <h1 className="mb-4 text-2xl font-semibold tracking-tight">This page could not be shown</h1>
      <div className="rounded-panel border border-line bg-surface">
        <ErrorPanel error={error} onRetry={reset} meaning="Nothing can be said about any image from this." />
      </div>
      {error.digest !== undefined && (
        <p className="mt-3 text-xs text-soft">
          The server’s log has more under <code>{error.digest}</code>.
        </p>
      )}
    </div>
  )
}
