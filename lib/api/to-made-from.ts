import type { TrustInput } from '#lib/trust/trust-rule.ts'
import type { RecheckDto } from './contract/verdict.ts'

/** What an evidence bundle was judged by, in the names that it gives, and what of it the shelf holds as well. */
export function toMadeFrom({ rules, keys, anchors, roots }: TrustInput, shelf: TrustInput): RecheckDto['madeFrom'] {
  const known = new Set([...shelf.keys, ...shelf.anchors].map(({ fingerprint }) => fingerprint))
  const texts = new Set(shelf.roots.map(({ text }) => text))
  const toNamed = ({ name, fingerprint }: { readonly name: string | null; readonly fingerprint: string }) => ({
    name,
    fingerprint,
    isKnown: known.has(fingerprint),
  })
  return {
    rules: rules.map(({ name, repositories }) => ({ name, repositories: [...repositories] })),
    keys: keys.map(toNamed),
    authorities: anchors.map(toNamed),
    roots: roots.map(({ name, text }) => ({ name, isKnown: texts.has(text) })),
  }
}
