import { randomUUID } from 'node:crypto'
import { limits } from '#lib/config/limits.ts'
import type { State } from '#lib/evidence/state.ts'
import { inspectImage } from '#lib/inspection/inspect-image.ts'
import { inspectMany } from '#lib/inspection/inspect-many.ts'
import type { InspectionContext } from '#lib/inspection/inspection-context.ts'
import type { ReadOptions } from '#lib/registry/image-source.ts'
import type { Store } from '#lib/store/open-store.ts'
import type { NewRule } from '#lib/store/rule-store.ts'
import type { TrustInput } from '#lib/trust/trust-rule.ts'
import { loadShelfTrust, type TrustSources } from './shelf-trust.ts'

export type RuleChange = {
  readonly add: readonly NewRule[]
  /** Ids of rules. */
  readonly remove: readonly string[]
  /** Null: those that were looked at lately. */
  readonly references: readonly string[] | null
}
export type RulePreview = {
  readonly changes: readonly { readonly reference: string; readonly from: State; readonly to: State }[]
  readonly unchanged: number
  readonly errors: readonly { readonly reference: string; readonly error: unknown }[]
}

type Context = InspectionContext & TrustSources & { readonly store: Store }

/** What a change of rules would do, by judging the same images twice. Changes nothing. */
export async function previewRules(context: Context, change: RuleChange, options: ReadOptions): Promise<RulePreview> {
  const now = await loadShelfTrust(context, context.now())
  const then = applyChange(now, change)
  const references = change.references ?? (await listLooked(context.store))
  const inspect = async (reference: string) => {
    const judge = (trust: TrustInput) => inspectImage(context, { reference, platform: null, trust }, options)
    const from = await judge(now)
    const to = await judge(then)
    return { from: from.verdict.state, to: to.verdict.state }
  }
  const changes: { reference: string; from: State; to: State }[] = []
  const errors: { reference: string; error: unknown }[] = []
  let unchanged = 0
  for await (const outcome of inspectMany(references, inspect, {
    atOnce: limits.maxImagesAtOnce,
    signal: options.signal,
  })) {
    if ('error' in outcome) errors.push({ reference: outcome.item, error: outcome.error })
    else if (outcome.result.from === outcome.result.to) unchanged += 1
    else changes.push({ reference: outcome.item, ...outcome.result })
  }
  return { changes, unchanged, errors }
}

function applyChange(trust: TrustInput, { add, remove }: RuleChange): TrustInput {
  const kept = trust.rules.filter(({ id }) => !remove.includes(id))
  const added = add.map((rule) => ({ ...rule, id: randomUUID() }))
  return { ...trust, rules: [...kept, ...added], version: `preview ${randomUUID()}` }
}

async function listLooked(store: Store): Promise<readonly string[]> {
  const { items } = await store.looks.list({ limit: limits.maxSurveyedImages })
  return items.map(({ reference }) => reference)
}
