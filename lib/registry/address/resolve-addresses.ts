import { lookup } from 'node:dns/promises'

export type ResolvedAddress = { readonly address: string; readonly family: 4 | 6 }
/** All addresses of a host name; rejects when it has none. */
export type ResolveAddresses = (hostname: string) => Promise<readonly ResolvedAddress[]>

export const resolveBySystem: ResolveAddresses = async (hostname) => {
  const addresses = await lookup(hostname, { all: true, verbatim: true })
  return addresses.map(({ address, family }) => ({ address, family: family === 6 ? 6 : 4 }))
}
