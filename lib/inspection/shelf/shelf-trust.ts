import { toRootsVersion } from '#lib/inspection/roots/roots-version.ts'
import type { TrustedRoots } from '#lib/inspection/roots/trusted-roots.ts'
import type { Store } from '#lib/store/open-store.ts'
import type { TrustInput } from '#lib/trust/trust-rule.ts'

/** Where trust comes from: the shelf's keys and rules, and the trusted roots. */
export type TrustSources = { readonly store: Pick<Store, 'settings'>; readonly roots: Pick<TrustedRoots, 'list'> }

type Shelf = Omit<TrustInput, 'now'>

const loaded = new WeakMap<TrustSources['store'], Shelf>()

/** What the trust shelf says now. Keys, rules and roots are read again only when their version has changed. */
export async function loadShelfTrust({ store, roots }: TrustSources, now: Date): Promise<TrustInput> {
  const [shelfVersion, inForce] = await Promise.all([store.settings.trustVersion(), roots.list()])
  const rootsVersion = toRootsVersion(inForce)
  const held = loaded.get(store)
  if (held?.version === `${shelfVersion} ${rootsVersion}`) return { ...held, now: now.toISOString() }
  const shelf = await store.settings.trust()
  const fresh: Shelf = { ...shelf, roots: inForce, version: `${shelf.version} ${rootsVersion}` }
  loaded.set(store, fresh)
  return { ...fresh, now: now.toISOString() }
}
