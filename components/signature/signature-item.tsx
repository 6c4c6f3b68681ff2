import { ButtonLink } from '#components/ui/button.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { EvidenceItem } from './evidence-item.tsx'

type SignatureItemProps = {
  readonly signature: EvidenceDto
  readonly repository: string
  readonly open: boolean
  readonly showCommand: boolean
}

/** A signature of the image. Where a key of the shelf verifies it without a rule, the rule is one step away. */
export function SignatureItem({ signature, repository, open, showCommand }: SignatureItemProps) {
  const { signer, state } = signature
  return (
    <EvidenceItem evidence={signature} open={open} showCommand={showCommand}>
      {state === 'untrusted' && signer?.kind === 'key' && (
        <p className="no-print mt-2 flex flex-wrap items-center gap-2">
          <ButtonLink size="s" href={`/keys/${signer.fingerprint}?trust=${encodeURIComponent(repository)}`}>
            Make a trust rule from this signer
          </ButtonLink>
          <span className="text-soft">You have this key, but no rule trusts it for this repository.</span>
        </p>
      )}
      {state === 'untrusted' && signer === null && (
        <p className="mt-1 text-soft">Drop the signer’s public key on this page to check it.</p>
      )}
    </EvidenceItem>
  )
}
