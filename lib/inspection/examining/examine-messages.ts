import type { FoundItem } from '#lib/evidence/discovery.ts'
import type { ExamineContext } from '#lib/trust/examine-context.ts'
import type { Examined } from '#lib/trust/examine-discovery.ts'
import type { TrustInput } from '#lib/trust/trust-rule.ts'

/** Both sides forget the oldest beyond this, in the order in which they were sent. */
export const keptTrusts = 4

/** What trust is decided by crosses once for all images of a batch; `trustId` names it from then on. */
export type ExamineRequest =
  | { readonly kind: 'trust'; readonly trustId: number; readonly trust: TrustInput }
  | {
      readonly kind: 'examine'
      readonly id: number
      readonly trustId: number
      readonly items: readonly FoundItem[]
      readonly context: Omit<ExamineContext, 'trust'>
    }

/** Null when the worker could not examine it. */
export type ExamineAnswer = { readonly id: number; readonly examined: Examined | null }
