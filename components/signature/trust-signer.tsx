'use client'

import { useQueryClient } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { ErrorPanel } from '#components/ui/error-panel.tsx'
import type { KeyDto } from '#lib/api/contract/trust.ts'
import { keyQuery } from '#lib/queries/keys.ts'

const TrustKeyDialog = lazy(() => import('#components/trust/trust-key-dialog.tsx'))

type TrustSignerProps = { readonly fingerprint: string; readonly repository: string }

/** Turns a signer that was observed into a rule: its key is in the shelf, and only the repositories are to be chosen. */
export function TrustSigner({ fingerprint, repository }: TrustSignerProps) {
  const client = useQueryClient()
  const [key, setKey] = useState<KeyDto | null>(null)
  const [error, setError] = useState<unknown>(null)
  const open = () => {
    setError(null)
    client.fetchQuery(keyQuery(fingerprint)).then(setKey, setError)
  }
  return (
    <div className="no-print mt-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button size="s" onClick={open}>
          <KeyRound aria-hidden="true" size={13} />
          Make a trust rule from this signer
        </Button>
        <span className="text-soft">You have this key, but no rule trusts it for this repository.</span>
      </div>
      {error !== null && <ErrorPanel error={error} onRetry={open} />}
      {key !== null && (
        <Suspense fallback={null}>
          <TrustKeyDialog
            repository={repository}
            given={null}
            known={key}
            onClose={() => setKey(null)}
            onDone={() => setKey(null)}
          />
        </Suspense>
      )}
    </div>
  )
}
