import { ExternalLink } from '#components/ui/external-link.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { formatClaim } from '#lib/format/claim.ts'
import { safeLink } from '#lib/format/safe-link.ts'
import { visibleText } from '#lib/format/visible-text.ts'

type Identity = Extract<NonNullable<EvidenceDto['signer']>, { kind: 'identity' }>

/** Whom the certificate names, and what it says of how it came to be issued. */
export function IdentityFacts({ signer }: { readonly signer: Identity }) {
  const claims = Object.entries(signer.claims)
  return (
    <>
      <dt className="text-soft">Subject</dt>
      <dd className="[overflow-wrap:anywhere]">{visibleText(signer.subject)}</dd>
      <dt className="text-soft">Issuer</dt>
      <dd className="[overflow-wrap:anywhere]">{visibleText(signer.issuer)}</dd>
      {claims.length > 0 && (
        <>
          <dt className="text-soft">The certificate says</dt>
          <dd>
            <ul className="grid gap-0.5">
              {claims.map(([claim, value]) => (
                <li key={claim} className="[overflow-wrap:anywhere]">
                  <span className="text-soft">{formatClaim(claim)}:</span> <ClaimValue value={value} />
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </>
  )
}

function ClaimValue({ value }: { readonly value: string }) {
  const link = value.includes('@') ? null : safeLink(value)
  return link === null ? visibleText(value) : <ExternalLink href={link.href}>{visibleText(value)}</ExternalLink>
}
