import { AppError } from '#lib/errors/app-error.ts'
import { refuseAddress } from '../address/address-policy.ts'

/** Where a registry's tokens may come from: its own origin, and the few others that are known or configured. */
export type RealmPolicy = {
  readonly registry: URL
  /** `host[:port]` of token services elsewhere. */
  readonly tokenHosts: readonly string[]
}

const defaultPort = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80')

/**
 * Reads the realm of a Bearer challenge. Credentials go there, so whoever chooses the realm chooses who gets them
 * (CVE-2026-33540, CVE-2026-24845): throws `REGISTRY_ADDRESS_REFUSED` for any other place than the policy names.
 */
export function parseRealm(text: string, { registry, tokenHosts }: RealmPolicy): URL {
  // attacker-controlled: an absolute URL only, parsed once; the same object is used for the request.
  if (!/^https?:\/\/[^\s\\]+$/i.test(text) || !URL.canParse(text)) {
    throw new AppError('REGISTRY_ADDRESS_REFUSED', `${registry.hostname} names a token service without an address.`, {
      context: { host: registry.hostname },
    })
  }
  const realm = new URL(text)
  if (realm.username !== '' || realm.password !== '') throw refuseAddress(realm, 'its address has a user name')
  if (realm.origin === registry.origin) return realm
  if (realm.hostname === registry.hostname && realm.protocol === 'http:' && registry.protocol === 'https:') {
    throw refuseAddress(realm, 'tokens of a registry with TLS are not fetched without it')
  }
  const host = `${realm.hostname}:${defaultPort(realm)}`
  const known = tokenHosts.some((allowed) => (/:\d+$/.test(allowed) ? allowed : `${allowed}:443`) === host)
  if (known && (realm.protocol === 'https:' || registry.protocol === 'http:')) return realm
  throw refuseAddress(
    realm,
    `the registry ${registry.hostname} wants credentials sent there, and it is another host or port; if it is yours, name it in relatedHosts of the configuration file`,
  )
}
