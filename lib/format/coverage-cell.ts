import type { Evidence } from '#lib/evidence/evidence.ts'
import { combineStates, type State } from '#lib/evidence/state.ts'

/** What a platform has of one kind. `unknown` is what a store that did not answer may hold. */
export type CoverageCell = {
  readonly kind: 'own' | 'inherited' | 'failed' | 'missing' | 'unknown'
  /** Of the evidence; null where there is none. */
  readonly state: State | null
  readonly inherited: boolean
  /** In a few words, for people. */
  readonly word: string
}

const beside: Readonly<Record<State, string>> = {
  verified: '',
  untrusted: ', not trusted',
  invalid: ', broken',
  unsigned: ', not signed',
  undetermined: ', not checked',
}

/** Own evidence counts before what only the index has; what is broken is no coverage. `isDoubtful`: some store did not answer. */
export function toCoverageCell(
  items: readonly Pick<Evidence, 'state' | 'inherited'>[],
  isDoubtful: boolean,
): CoverageCell {
  const own = items.filter(({ inherited }) => !inherited)
  const [from, name] = own.length > 0 ? [own, 'own' as const] : [items, 'inherited' as const]
  if (from.length === 0) {
    return {
      kind: isDoubtful ? 'unknown' : 'missing',
      state: null,
      inherited: false,
      word: isDoubtful ? 'not known' : 'missing',
    }
  }
  const state = combineStates(from.map((item) => item.state))
  const inherited = name === 'inherited'
  if (state === 'invalid') return { kind: 'failed', state, inherited, word: inherited ? 'failed, inherited' : 'failed' }
  return { kind: name, state, inherited, word: `${name}${beside[state]}` }
}
