'use client'

import { Landmark } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { Button } from '#components/ui/button.tsx'

const loadDialog = () => import('./certificate-rule-dialog.tsx')
const CertificateRuleDialog = lazy(loadDialog)

type TrustCertificateProps = {
  readonly subject: string
  readonly repository: string
  /** Of the authority on the shelf that vouches for the signer. */
  readonly anchor: string
}

/** Turns a signer whom an authority on the shelf vouches for into a rule: written out, and trusted only by a click. */
export function TrustCertificate({ subject, repository, anchor }: TrustCertificateProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="no-print mt-2 flex flex-wrap items-center gap-2">
      <Button size="s" onPointerEnter={loadDialog} onFocus={loadDialog} onClick={() => setOpen(true)}>
        <Landmark aria-hidden="true" size={13} />
        Make a trust rule from this signer
      </Button>
      <span className="text-soft">Your authority vouches for the certificate; no rule of yours trusts it here.</span>
      {isOpen && (
        <Suspense fallback={null}>
          <CertificateRuleDialog
            fingerprint={anchor}
            observed={{ subject, repository }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </div>
  )
}
