import { type AddressPolicy, refuseAddress } from '#lib/registry/address/address-policy.ts'
import { classifyAddress, toIpLiteral } from '#lib/registry/address/classify-address.ts'
import type { ResolveAddresses } from '#lib/registry/address/resolve-addresses.ts'

type PolicyOptions = {
  /** The place that a certificate names. */
  readonly place: URL
  /** `host[:port]` that may be on a private network. */
  readonly privateHosts: readonly string[]
  readonly resolveAddresses: ResolveAddresses
}

/**
 * Where answers about revocation may come from: the host that the certificate names and no other, over plain HTTP as well,
 * since what it sends is signed (RFC 5280 §8). Private addresses only where an administrator named the host, metadata never.
 */
export function createResponderPolicy({ place, privateHosts, resolveAddresses }: PolicyOptions): AddressPolicy {
  const mayBePrivate = privateHosts.includes(place.host)
  const assertAddress = (address: string): void => {
    const kind = classifyAddress(address)
    if (kind === 'public') return
    if (kind === 'metadata') throw refuseAddress(place, 'it is a metadata address')
    if (!mayBePrivate) throw refuseAddress(place, `it has the ${kind} address ${address}`)
  }
  return {
    assertUrl(url) {
      if (url.origin !== place.origin) throw refuseAddress(url, 'the certificate names another place')
      if (url.protocol !== 'https:' && url.protocol !== 'http:') throw refuseAddress(url, 'it is not HTTP')
      if (url.username !== '' || url.password !== '') throw refuseAddress(url, 'its address has a user name')
      const literal = toIpLiteral(url.hostname)
      if (literal !== null) assertAddress(literal)
    },
    async resolve(hostname) {
      const addresses = await resolveAddresses(hostname)
      for (const { address } of addresses) assertAddress(address)
      return addresses
    },
  }
}
