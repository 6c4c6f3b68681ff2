import { AppError } from '#lib/errors/app-error.ts'
import { classifyAddress, toIpLiteral } from './classify-address.ts'
import type { ResolveAddresses, ResolvedAddress } from './resolve-addresses.ts'

/** Which addresses may be connected to on behalf of one registry. */
export type AddressPolicy = {
  /** Throws `REGISTRY_ADDRESS_REFUSED` for a URL that is not asked, before any connection. */
  readonly assertUrl: (url: URL) => void
  /** All addresses of a name, each of them allowed. Throws `REGISTRY_ADDRESS_REFUSED` if one is not. */
  readonly resolve: (hostname: string) => Promise<readonly ResolvedAddress[]>
}

type PolicyOptions = {
  /** The address that serves the registry. */
  readonly registry: URL
  readonly allowPrivate: boolean
  readonly insecure: boolean
  readonly relatedHosts: readonly string[]
  readonly resolveAddresses: ResolveAddresses
}

const loopbackHosts: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

/** Exactly the three spellings that may speak plain HTTP; other spellings of the same addresses may not. */
export const isLoopbackHost = (hostname: string): boolean => loopbackHosts.includes(hostname)

export function refuseAddress(url: { hostname: string }, why: string): AppError {
  return new AppError('REGISTRY_ADDRESS_REFUSED', `${url.hostname} is not asked: ${why}.`, {
    context: { host: url.hostname },
  })
}

const hostnameOf = (host: string): string => host.replace(/:\d+$/, '')

export function createAddressPolicy(options: PolicyOptions): AddressPolicy {
  const { registry, allowPrivate, insecure } = options
  const related = new Set(options.relatedHosts.map(hostnameOf))

  const isOwn = (hostname: string): boolean =>
    hostname === registry.hostname || (isLoopbackHost(hostname) && isLoopbackHost(registry.hostname))
  const mayBePrivate = (hostname: string): boolean => (allowPrivate && isOwn(hostname)) || related.has(hostname)
  const mayBePlain = (hostname: string): boolean =>
    mayBePrivate(hostname) && (isLoopbackHost(hostname) || (insecure && isOwn(hostname)) || related.has(hostname))

  function assertAddress(hostname: string, address: string): void {
    const kind = classifyAddress(address)
    if (kind === 'public') {
      // A hosts file or resolver that moves `localhost` elsewhere must not carry plain HTTP over a network.
      if (hostname === 'localhost') throw refuseAddress({ hostname }, 'localhost has an address elsewhere')
      return
    }
    if (kind === 'metadata') throw refuseAddress({ hostname }, 'it is a metadata address')
    if (!mayBePrivate(hostname)) throw refuseAddress({ hostname }, `it has the ${kind} address ${address}`)
  }

  return {
    assertUrl(url) {
      if (url.protocol !== 'https:' && url.protocol !== 'http:') {
        throw refuseAddress(url, `${url.protocol.slice(0, -1)} is not HTTP`)
      }
      if (url.username !== '' || url.password !== '') throw refuseAddress(url, 'its address has a user name')
      const literal = toIpLiteral(url.hostname)
      if (literal !== null) assertAddress(url.hostname, literal)
      if (url.protocol === 'http:' && !mayBePlain(url.hostname)) {
        throw refuseAddress(url, 'plain HTTP is not allowed for it')
      }
    },
    async resolve(hostname) {
      const addresses = await options.resolveAddresses(hostname)
      for (const { address } of addresses) assertAddress(hostname, address)
      return addresses
    },
  }
}
