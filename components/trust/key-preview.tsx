'use client'

import { useEffect, useState } from 'react'
import { fingerprintOf } from './fingerprint-of.ts'

type KeyPreviewProps = { readonly pem: string; readonly fingerprint?: string }

/** Which key it is that somebody is about to trust. */
export function KeyPreview({ pem, fingerprint }: KeyPreviewProps) {
  const [computed, setComputed] = useState<string | null>(null)
  useEffect(() => {
    let current = true
    void fingerprintOf(pem).then((value) => {
      if (current) setComputed(value)
    })
    return () => {
      current = false
    }
  }, [pem])
  const shown = fingerprint ?? computed
  return (
    <div className="rounded-control bg-sunken px-3 py-2.5">
      <p className="text-xs text-soft">
        {shown === null ? 'Public key' : 'Fingerprint (SHA-256): compare it with what the signer published'}
      </p>
      <code className="block break-all text-xs">{shown ?? (pem.trim().split('\n')[0] ?? '').slice(0, 80)}</code>
    </div>
  )
}
