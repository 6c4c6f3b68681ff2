import type { NamedRoot } from '#lib/trust/trust-rule.ts'
import { publicGoodRoot } from './built-in-roots.ts'

/** The Sigstore trusted roots that evidence is verified against when neither rule nor request names one. */
export type TrustedRoots = {
  /** Validated; the same array until something changes. */
  list(): Promise<readonly NamedRoot[]>
}

export function createTrustedRoots(): TrustedRoots {
  const { id, name, snapshot } = publicGoodRoot
  const roots = [{ id, name, text: snapshot.text }]
  return { list: async () => roots }
}
