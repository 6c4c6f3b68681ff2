import { AppError } from '#lib/errors/app-error.ts'
import { parseChallenges } from './parse-challenges.ts'
import { parseRealm, type RealmPolicy } from './parse-realm.ts'

/** How a registry wants to be asked. */
export type AuthScheme =
  | { readonly kind: 'basic' }
  | { readonly kind: 'bearer'; readonly realm: URL; readonly service: string | null; readonly scope: string | null }

/**
 * The challenge to answer: Bearer before Basic, as Docker does. Null when there is none that is understood.
 * Throws `REGISTRY_ADDRESS_REFUSED` for a realm that must not be asked, or several of them.
 */
export function chooseChallenge(header: string, policy: RealmPolicy, maxLength: number): AuthScheme | null {
  const challenges = parseChallenges(header, maxLength)
  const bearers = challenges.filter(({ scheme }) => scheme === 'bearer')
  const [bearer] = bearers
  if (bearer !== undefined) {
    const realms = new Set(bearers.map(({ parameters }) => parameters.get('realm')))
    if (realms.size > 1) {
      throw new AppError('REGISTRY_ADDRESS_REFUSED', `${policy.registry.hostname} names several token services.`, {
        context: { host: policy.registry.hostname },
      })
    }
    return {
      kind: 'bearer',
      realm: parseRealm(bearer.parameters.get('realm') ?? '', policy),
      service: bearer.parameters.get('service') ?? null,
      scope: bearer.parameters.get('scope') ?? null,
    }
  }
  return challenges.some(({ scheme }) => scheme === 'basic') ? { kind: 'basic' } : null
}
