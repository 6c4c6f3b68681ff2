import type { FoundItem } from '#lib/evidence/discovery.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { examineBundle } from '#lib/trust/examine-bundle.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import type { ExaminedItem } from '#lib/trust/examined-item.ts'
import type { RuleSigner, TrustRule } from '#lib/trust/trust-rule.ts'
import { bundleType, contextFor, now, toBundleItem } from './signed-evidence.ts'
import { identity } from './test-instance.ts'

export type Judged = { readonly state: string; readonly codes: readonly string[] }

/** Changes of the one rule, which trusts the usual identity. */
export type RuleChanges = Partial<TrustRule> & { readonly signer?: RuleSigner }

/** What a bundle about `image` comes to under trusted roots and one rule; `codes` says why what did not pass did not. */
export function judgeBundle(
  bundle: unknown,
  roots: readonly unknown[],
  rule: RuleChanges = {},
  nowAt: string = now,
): Judged {
  const mediaType = (bundle as { mediaType?: string }).mediaType ?? bundleType
  return judgeItem(examineBundle, toBundleItem(bundle, {}, mediaType), roots, rule, nowAt)
}

/** The same of any item. */
export function judgeItem(
  examine: (item: FoundItem, context: ExamineContext) => ExaminedItem,
  item: FoundItem,
  roots: readonly unknown[],
  rule: RuleChanges = {},
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
  const { evidence } = examine(item, contextFor([], { trust }))
  const codes = evidence.checks.flatMap((check) => ('code' in check && check.code != null ? [check.code] : []))
  return { state: evidence.state, codes }
}

/** Trusts the identity of the test instance, for every repository. */
export const usualRule: TrustRule = {
  id: 'rule',
  name: 'the release workflow',
  repositories: ['**'],
  signer: { kind: 'identity', ...identity },
  validFrom: null,
  validUntil: null,
  requireTransparencyLog: true,
  requireTimestamp: false,
}
