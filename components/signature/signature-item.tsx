import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { EvidenceItem } from './evidence-item.tsx'
import SignerOffer from './signer-offer.tsx'
import { UnknownSigner } from './unknown-signer.tsx'

type SignatureItemProps = {
  readonly signature: EvidenceDto
  readonly repository: string
  readonly open: boolean
  readonly showCommand: boolean
}

/** A signature of the image. Where somebody is known to have signed it without a rule, the rule is one step away. */
export function SignatureItem({ signature, repository, open, showCommand }: SignatureItemProps) {
  return (
    <EvidenceItem evidence={signature} open={open} showCommand={showCommand}>
      {signature.state === 'untrusted' && (
        <>
          <SignerOffer evidence={signature} repository={repository} />
          {signature.signer === null && <UnknownSigner checks={signature.checks} />}
        </>
      )}
    </EvidenceItem>
  )
}
