import { TrustCertificate } from '#components/certificate/trust-certificate.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { toObservedIdentity } from './observed-identity.ts'
import { TrustIdentity } from './trust-identity.tsx'
import { TrustSigner } from './trust-signer.tsx'

type SignerOfferProps = {
  /** A signature or an attestation that is untrusted. */
  readonly evidence: EvidenceDto
  readonly repository: string
}

/** A rule one step away, filled in with whoever is proven to have signed; nothing where nobody is. */
export default function SignerOffer({ evidence, repository }: SignerOfferProps) {
  const { signer } = evidence
  switch (signer?.kind) {
    case 'key':
      return <TrustSigner fingerprint={signer.fingerprint} repository={repository} />
    case 'identity':
      return <TrustIdentity observed={toObservedIdentity(evidence, signer, repository)} />
    case 'certificate':
      return <TrustCertificate subject={signer.subject} repository={repository} anchor={anchorOf(evidence)} />
    case undefined:
      return null
  }
}

/** The first of those that it leads to: a rule that names any of them covers the signer. */
const anchorOf = ({ checks }: EvidenceDto): string =>
  String(checks.find(({ id }) => id === 'certificate')?.detail.anchor ?? '').split(', ')[0] ?? ''
