'use client'

import { Button } from '#components/ui/button.tsx'
import { toShownProblem } from '#lib/queries/client.ts'

type ErrorPageProps = { readonly error: Error & { readonly digest?: string }; readonly reset: () => void }

/**
 * A page that failed while it was drawn; the bar above stays usable. Every page brings this along, so it has no more than
 * its words, and it loads nothing: what failed may be the loading.
 */
export default function ErrorPage({ error, reset }: ErrorPageProps) {
  const { detail, remedy, code } = toShownProblem(error)
  return (
    <div className="page" role="alert">
      <h1 className="mb-2 text-2xl font-semibold tracking-tight">This page could not be shown</h1>
      <p className="text-soft">{detail}</p>
      <p className="mt-1">Nothing can be said about any image from this. {remedy}</p>
      <div className="mt-4 flex flex-wrap items-center gap-3">
        <Button onClick={reset}>Retry</Button>
        <code className="text-xs text-soft">{code}</code>
      </div>
      {error.digest !== undefined && (
        <p className="mt-3 text-xs text-soft">
          The server’s log has more under <code>{error.digest}</code>.
        </p>
      )}
    </div>
  )
}
