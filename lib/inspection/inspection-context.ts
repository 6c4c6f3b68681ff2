import type { State } from '#lib/evidence/state.ts'
import type { DocumentPool } from './documents/document-pool.ts'
import type { AskRevocation } from './revocation/ask-revocation.ts'
import type { Sources } from './sources.ts'
import type { VerdictMemo } from './verdict-memo.ts'

/** What every use-case is given. */
export type InspectionContext = {
  readonly sources: Sources
  readonly documents: DocumentPool
  readonly memo: VerdictMemo
  readonly askRevocation: AskRevocation
  readonly now: () => Date
  /** Told of every verdict, or that there was none, with the time it took. */
  readonly countVerdict: (state: State | 'error', seconds: number) => void
}
