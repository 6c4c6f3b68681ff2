import type { DocumentPool } from './documents/document-pool.ts'
import type { Sources } from './sources.ts'
import type { VerdictMemo } from './verdict-memo.ts'

/** What every use-case is given. */
export type InspectionContext = {
  readonly sources: Sources
  readonly documents: DocumentPool
  readonly memo: VerdictMemo
  readonly now: () => Date
}
