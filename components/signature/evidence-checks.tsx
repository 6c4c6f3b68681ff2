import { Digest } from '#components/ui/digest.tsx'
import { Time } from '#components/ui/time.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { Annotations } from './annotations.tsx'
import { CheckList } from './check-list.tsx'
import { IdentityFacts } from './identity-facts.tsx'
import { VerifyCommand } from './verify-command.tsx'

type EvidenceChecksProps = { readonly evidence: EvidenceDto; readonly showCommand: boolean }

/** Every check of one item, where it is stored, who its certificate names, and the command that checks the same. */
export default function EvidenceChecks({ evidence, showCommand }: EvidenceChecksProps) {
  return (
    <div className="mt-2 grid gap-3">
      <CheckList checks={evidence.checks} />
      <Facts evidence={evidence} />
      {showCommand && <VerifyCommand evidence={evidence} />}
    </div>
  )
}

const timeSources = {
  log: 'by a transparency log',
  'timestamp-authority': 'by a time-stamp authority',
  'signer-claim': 'claimed by the signer, not proven',
} as const

function Facts({ evidence }: { readonly evidence: EvidenceDto }) {
  const { signedAt } = evidence
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
      <dt className="text-soft">Stored as</dt>
      <dd>
        <Digest digest={evidence.digest} label="digest of the evidence" />
      </dd>
      <dt className="text-soft">Speaks of</dt>
      <dd>
        <Digest digest={evidence.subject} label="digest of the subject" />
      </dd>
      {signedAt !== null && (
        <>
          <dt className="text-soft">Signed</dt>
          <dd>
            <Time at={signedAt.at} /> <span className="text-soft">({timeSources[signedAt.source]})</span>
          </dd>
        </>
      )}
      <Annotations annotations={evidence.annotations} label="Annotations, signed" />
      {evidence.signer?.kind === 'identity' && <IdentityFacts signer={evidence.signer} />}
    </dl>
  )
}
