import type { FoundItem } from '#lib/evidence/discovery.ts'
import type { Evidence } from '#lib/evidence/evidence.ts'
import type { RevocationStatuses } from '#lib/notation/revocation/revocation.ts'
import { type Examined, joinExamined } from '#lib/trust/examine-discovery.ts'
import type { AskRevocation } from './ask-revocation.ts'

type Examine = (items: readonly FoundItem[], revocation?: RevocationStatuses) => Promise<Examined>

/** `until`: when what was said about revocation has to be asked anew, in milliseconds since the epoch. */
export type ExaminedAsked = { readonly examined: Examined; readonly until: number }

/**
 * Examines items; where certificates are proven to lead to an anchor and name a place to ask, asks it, and examines those
 * signatures once more with what it said. Nobody is asked for certificates that nobody here vouches for.
 */
export async function examineAsked(
  items: readonly FoundItem[],
  examine: Examine,
  ask: AskRevocation,
): Promise<ExaminedAsked> {
  const { questions = [], ...examined } = await examine(items)
  if (questions.length === 0) return { examined, until: Number.POSITIVE_INFINITY }
  const { statuses, until } = await ask(questions)
  if (statuses.size === 0) return { examined, until }
  const { questions: _, ...again } = await examine(items.filter(mayBeRevoked), statuses)
  const rest: Examined = {
    signatures: examined.signatures.filter((one) => !mayBeRevoked(one)),
    attestations: examined.attestations,
  }
  return { examined: joinExamined([rest, again]), until }
}

const mayBeRevoked = ({ format }: Pick<FoundItem | Evidence, 'format'>): boolean =>
  format === 'notation-jws' || format === 'notation-cose'
