import type { Store } from '#lib/store/open-store.ts'
import type { TrustInput } from '#lib/trust/trust-rule.ts'

type Shelf = Omit<TrustInput, 'now'>

const loaded = new WeakMap<Store, Shelf>()

/** What the trust shelf says now. Keys and rules are read again only when their version has changed. */
export async function loadShelfTrust(store: Store, now: Date): Promise<TrustInput> {
  const version = await store.settings.trustVersion()
  const held = loaded.get(store)
  if (held !== undefined && held.version === version) return { ...held, now: now.toISOString() }
  const shelf: Shelf = await store.settings.trust()
  loaded.set(store, shelf)
  return { ...shelf, now: now.toISOString() }
}
