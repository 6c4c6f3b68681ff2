'use client'

import { useQuery } from '@tanstack/react-query'
import { UserRoundCheck } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ObservedIdentity } from '#components/trust/identity-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { countOf } from '#lib/format/size.ts'
import { signersQuery } from '#lib/queries/signers.ts'

const IdentityDialog = lazy(() => import('#components/trust/identity-dialog.tsx'))

/** Turns an identity that was observed into a rule: it is written out, and trusted only by a click. */
export function TrustIdentity({ observed }: { readonly observed: ObservedIdentity }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="no-print mt-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button size="s" onClick={() => setOpen(true)}>
          <UserRoundCheck aria-hidden="true" size={13} />
          Make a trust rule from this signer
        </Button>
        <Share observed={observed} />
      </div>
      {isOpen && (
        <Suspense fallback={null}>
          <IdentityDialog observed={observed} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  )
}

/** How usual this signer is here, which says more than one image does. */
function Share({ observed: { signer, repository } }: { readonly observed: ObservedIdentity }) {
  const { data } = useQuery(signersQuery({ repository }))
  const own = data?.items.find(
    (one) =>
      one.signer.kind === 'identity' && one.signer.issuer === signer.issuer && one.signer.subject === signer.subject,
  )
  if (data === undefined || own === undefined) {
    return <span className="text-soft">The identity is proven; no rule of yours trusts it here.</span>
  }
  return (
    <span className="text-soft">
      {own.tags} of {countOf(data.checked, 'tag')} in this repository {own.tags === 1 ? 'bears' : 'bear'} this
      signature.
    </span>
  )
}
