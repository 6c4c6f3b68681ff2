import { TrustCertificate } from '#components/certificate/trust-certificate.tsx'
import { UnknownAuthority } from '#components/certificate/unknown-authority.tsx'
import { Link } from '#components/ui/link.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { EvidenceItem } from './evidence-item.tsx'
import { toObservedIdentity } from './observed-identity.ts'
import { TrustIdentity } from './trust-identity.tsx'
import { TrustSigner } from './trust-signer.tsx'

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
        <TrustSigner fingerprint={signer.fingerprint} repository={repository} />
      )}
      {state === 'untrusted' && signer?.kind === 'identity' && (
        <TrustIdentity observed={toObservedIdentity(signature, signer, repository)} />
      )}
      {state === 'untrusted' && signer?.kind === 'certificate' && (
        <TrustCertificate subject={signer.subject} repository={repository} anchor={anchorOf(signature)} />
      )}
      {state === 'untrusted' && signer === null && <UnknownAuthority checks={signature.checks} />}
      {state === 'untrusted' && signer === null && isByUnknownAuthority(signature) && (
        <p className="mt-1 text-soft">
          If it is an instance that you trust,{' '}
          <Link href="/settings/trusted-roots" className="link">
            add its trusted root
          </Link>
          .
        </p>
      )}
      {state === 'untrusted' && signer === null && isByUnknownKey(signature) && (
        <p className="mt-1 text-soft">Drop the signer’s public key on this page to check it.</p>
      )}
    </EvidenceItem>
  )
}

/** The first of those that it leads to: a rule that names any of them covers the signer. */
const anchorOf = ({ checks }: EvidenceDto): string =>
  String(checks.find(({ id }) => id === 'certificate')?.detail.anchor ?? '').split(', ')[0] ?? ''

const isByUnknownAuthority = ({ checks }: EvidenceDto): boolean =>
  checks.some((check) => check.status !== 'passed' && check.code === 'CERTIFICATE_UNKNOWN_AUTHORITY')

/** No key could help where the signature is by its certificate. */
const isByUnknownKey = ({ checks }: EvidenceDto): boolean =>
  checks.find(({ id }) => id === 'signature')?.status !== 'passed'
