import { Link } from '#components/ui/link.tsx'
import type { EvidenceDto } from '#lib/api/contract/verdict.ts'
import { visibleText } from '#lib/format/visible-text.ts'

/** Who claims to vouch for a signer, and what somebody who knows them could do. */
export function UnknownAuthority({ checks }: Pick<EvidenceDto, 'checks'>) {
  const { claimedSubject, claimedRoot, rootFingerprint } = checks.find(({ id }) => id === 'certificate')?.detail ?? {}
  if (typeof claimedSubject !== 'string' || typeof claimedRoot !== 'string') return null
  return (
    <p className="mt-1 text-soft [overflow-wrap:anywhere]">
      The certificate says {visibleText(claimedSubject)}, under the authority {visibleText(claimedRoot)}
      {typeof rootFingerprint === 'string' && (
        <>
          {' '}
          (SHA-256 <code>{rootFingerprint}</code>)
        </>
      )}
      . Anybody can write that. If you know the authority and have its certificate from itself,{' '}
      <Link href="/keys#certificates" className="link">
        add it to the shelf
      </Link>
      .
    </p>
  )
}
