import type { Evidence } from '#lib/evidence/evidence.ts'
import { formatImageWord, formatShellWord, isLayoutImage } from './shell-word.ts'

/** The name of the trust stores that the commands make. */
const storeName = 'touchstone'

/**
 * The commands of `notation` that do the same check, with the certificate of the authority in `authority.pem` and that of the
 * time-stamp authority in `tsa.pem`; null for a signer that no authority vouches for. `findCommandObstacle` comes first. They replace the trust policy of whoever
 * runs them.
 */
export function formatNotationCommand({ signer, checks }: Evidence, image: string): string | null {
  if (signer?.kind !== 'certificate') return null
  const certificate = checks.find(({ id }) => id === 'certificate')
  const store = certificate?.detail.store === 'signingAuthority' ? 'signingAuthority' : 'ca'
  const isStamped = checks.some(({ id, status }) => id === 'timestamp' && status === 'passed')
  const stores = [`${store}:${storeName}`, ...(isStamped ? [`tsa:${storeName}`] : [])]
  const isAsked = checks.some(({ id, status }) => id === 'revocation' && status === 'passed')
  const policy = JSON.stringify(toPolicy(stores, isAsked, signer.subject, image))
  return [
    `notation cert add --type ${store} --store ${storeName} authority.pem`,
    ...(isStamped ? [`notation cert add --type tsa --store ${storeName} tsa.pem`] : []),
    `printf '%s' ${formatShellWord(policy)} > trustpolicy.json`,
    'notation policy import --force trustpolicy.json',
    `notation verify ${formatImageWord(image)}`,
  ].join('\n')
}

/** Level strict, but for revocation where nobody could say anything about it here (specs trust-store-trust-policy.md). */
function toPolicy(trustStores: readonly string[], isAsked: boolean, subject: string, image: string) {
  const repository = image.split('@', 1)[0] ?? image
  return {
    version: '1.0',
    trustPolicies: [
      {
        name: storeName,
        registryScopes: [isLayoutImage(image) ? '*' : repository],
        signatureVerification: isAsked ? { level: 'strict' } : { level: 'strict', override: { revocation: 'skip' } },
        trustStores,
        trustedIdentities: [toIdentity(subject)],
      },
    ],
  }
}

/** notation asks for country, state and organisation in every subject that it is told. */
function toIdentity(subject: string): string {
  const isComplete = ['C', 'ST', 'O'].every((type) => new RegExp(`(?:^|,)${type}=`).test(subject))
  return isComplete ? `x509.subject: ${subject}` : '*'
}
