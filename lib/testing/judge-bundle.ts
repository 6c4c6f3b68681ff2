import { digestOf } from '#lib/oci/digest.ts'
import { examineBundle } from '#lib/trust/examine-bundle.ts'
import type { RuleSigner, TrustRule } from '#lib/trust/trust-rule.ts'
import { bundleType, contextFor, now, toBundleItem } from './signed-evidence.ts'
import { identity } from './test-instance.ts'

export type Judged = { readonly state: string; readonly codes: readonly string[] }

/** What a bundle about `image` comes to under trusted roots and one rule; `codes` says why what did not pass did not. */
export function judgeBundle(
  bundle: unknown,
  roots: readonly unknown[],
  rule: Partial<TrustRule> & { readonly signer?: RuleSigner } = {},
  nowAt: string = now,
): Judged {
  const texts = roots.map((root) => (typeof root === 'string' ? root : JSON.stringify(root)))
  const trust = {
    keys: [],
    rules: [{ ...usualRule, ...rule }],
    roots: texts.map((text, at) => ({ id: digestOf(Buffer.from(text)), name: `root ${at}`, text })),
    anchors: [],
    now: nowAt,
    version: '1',
  }
  const mediaType = (bundle as { mediaType?: string }).mediaType ?? bundleType
  const { evidence } = examineBundle(toBundleItem(bundle, {}, mediaType), contextFor([], { trust }))
  const codes = evidence.checks.flatMap((check) => ('code' in check && check.code != null ? [check.code] : []))
  return { state: evidence.state, codes }
}

const usualRule: TrustRule = {
  id: 'rule',
  name: 'the release workflow',
  repositories: ['**'],
  signer: { kind: 'identity', ...identity },
  validFrom: null,
  validUntil: null,
  requireTransparencyLog: true,
  requireTimestamp: false,
}
