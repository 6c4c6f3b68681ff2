import { UnknownAuthority } from '#components/certificate/unknown-authority.tsx'
import { Link } from '#components/ui/link.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'

/** What would prove who signed, where nothing does yet. */
export function UnknownSigner({ checks }: Pick<EvidenceDto, 'checks'>) {
  return (
    <>
      <UnknownAuthority checks={checks} />
      {isByUnknownAuthority(checks) && (
        <p className="mt-1 text-soft">
          If it is an instance that you trust,{' '}
          <Link href="/settings/trusted-roots" className="link">
            add its trusted root
          </Link>
          .
        </p>
      )}
      {isByUnknownKey(checks) && (
        <p className="mt-1 text-soft">Drop the signer’s public key on this page to check it.</p>
      )}
    </>
  )
}

const isByUnknownAuthority = (checks: EvidenceDto['checks']): boolean =>
  checks.some((check) => check.status !== 'passed' && check.code === 'CERTIFICATE_UNKNOWN_AUTHORITY')

/** No key could help where the signature is by its certificate. */
const isByUnknownKey = (checks: EvidenceDto['checks']): boolean =>
  checks.find(({ id }) => id === 'signature')?.status !== 'passed'
