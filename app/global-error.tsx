'use client'

import './globals.css'

/** The last resort, when not even the frame of the pages could be drawn. */
export default function GlobalError({ reset }: { readonly reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Touchstone could not be shown</title>
        <main className="page">
          <h1 className="text-2xl font-semibold tracking-tight">Touchstone could not be shown</h1>
          <p className="mt-2 text-soft">
            The page failed before anything was checked, so nothing can be said about any image from this.
          </p>
          <button type="button" onClick={reset} className="mt-4 rounded-control border border-edge px-3.5 py-1.5">
            Try again
          </button>
        </main>
      </body>
    </html>
  )
}
