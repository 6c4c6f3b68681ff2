'use client'

import { useEffect, useRef } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'

export type More = {
  readonly has: boolean
  readonly loading: boolean
  readonly error: unknown
  readonly load: () => void
}

/** Loads the next page when it comes near, or by its button. */
export function LoadMore({ more, label, automatic = false }: { more: More; label: string; automatic?: boolean }) {
  const end = useRef<HTMLDivElement>(null)
  const { has, loading, error, load } = more
  const wanted = automatic && has && !loading && error === null
  useEffect(() => {
    const element = end.current
    if (!wanted || element === null) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) load()
      },
      { rootMargin: '600px' },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [wanted, load])
  if (error !== null) return <ErrorPanel error={error} onRetry={load} retrying={loading} />
  if (!has) return null
  return (
    <div ref={end} className="flex justify-center border-t border-line px-4 py-3">
      <Button size="s" onClick={load} disabled={loading}>
        {loading ? 'Loading …' : label}
      </Button>
    </div>
  )
}
