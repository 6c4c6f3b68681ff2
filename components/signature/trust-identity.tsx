'use client'

import { useQuery } from '@tanstack/react-query'
import { UserRoundCheck } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import type { ObservedIdentity } from '#components/identity/identity-dialog.tsx'
import { Button } from '#components/ui/button.tsx'
import { countOf } from '#lib/format/size.ts'
import { signersQuery } from '#lib/queries/signers.ts'

const loadDialog = () => import('#components/identity/identity-dialog.tsx')
const IdentityDialog = lazy(loadDialog)

/** Turns an identity that was observed into a rule: it is written out, and trusted only by a click. */
export function TrustIdentity({ observed }: { readonly observed: ObservedIdentity }) {
  return (
    <div className="no-print mt-2 flex flex-wrap items-center gap-2">
      <TrustIdentityButton observed={observed} size="s" text="Make a trust rule from this signer" />
      <Share observed={observed} />
    </div>
  )
}

type TrustIdentityButtonProps = {
  readonly observed: ObservedIdentity
  readonly text: string
  readonly size?: 's' | 'm'
  readonly look?: 'first' | 'plain'
}

export function TrustIdentityButton({ observed, text, size = 'm', look = 'plain' }: TrustIdentityButtonProps) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button size={size} look={look} onPointerEnter={loadDialog} onFocus={loadDialog} onClick={() => setOpen(true)}>
        <UserRoundCheck aria-hidden="true" size={size === 's' ? 13 : 15} />
        {text}
      </Button>
      {isOpen && (
        <Suspense fallback={null}>
          <IdentityDialog observed={observed} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
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
      {own.tags} of {countOf(data.checked, 'tag')} in this repository {own.tags === 1 ? 'bears' : 'bear'} a signature by
      it.
    </span>
  )
}
