import type { ObservedIdentity } from '#components/identity/identity-dialog.tsx'
import type { EvidenceDto, VerdictDto } from '#lib/api/contract/verdict.ts'

/** What a rule for the signer of this evidence would begin with. */
export function toObservedIdentity(
  { checks }: Pick<EvidenceDto, 'checks'>,
  signer: ObservedIdentity['signer'],
  repository: string,
): ObservedIdentity {
  const { rootId, root } = checks.find(({ id }) => id === 'certificate')?.detail ?? {}
  return {
    signer,
    repository,
    root: typeof rootId === 'string' && typeof root === 'string' ? { id: rootId, name: root } : null,
    isLogged: checks.some(({ id, status }) => id === 'transparency-log' && status === 'passed'),
  }
}

/** The identity that signed the image itself and that no rule names; null when there is none. */
export function findUntrustedIdentity({ signatures }: VerdictDto, repository: string): ObservedIdentity | null {
  for (const { state, inherited, signer, checks } of signatures) {
    if (state !== 'untrusted' || inherited || signer?.kind !== 'identity') continue
    return toObservedIdentity({ checks }, signer, repository)
  }
  return null
}
