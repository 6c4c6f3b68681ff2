/** The five states of an image, a signature or an attestation. `unsigned` is no failure to look: every store answered. */
export const states = ['verified', 'untrusted', 'invalid', 'unsigned', 'undetermined'] as const
export type State = (typeof states)[number]

/** Which of several states speaks for the image: any verified, else any undetermined, invalid, untrusted. */
const precedence: readonly State[] = ['verified', 'undetermined', 'invalid', 'untrusted', 'unsigned']

/** The state of the whole, given the states of its parts; `unsigned` when there are none. */
export function combineStates(parts: Iterable<State>): State {
  const present = new Set(parts)
  return precedence.find((state) => present.has(state)) ?? 'unsigned'
}

/** Worst first: what speaks against one item outweighs what speaks for it. */
const severity: readonly State[] = ['invalid', 'undetermined', 'untrusted', 'verified']

/** The state of one item, given what its checks say; `verified` when none says anything. */
export function worstState(parts: readonly State[]): State {
  return severity.find((state) => parts.includes(state)) ?? 'verified'
}

/**
 * Orders copies of one item, the one that speaks for all first. They differ in what is not signed, so a spoilt copy counts
 * least, and one that could not be looked at more than one that no rule trusts.
 */
export function compareCopyStates(a: State, b: State): number {
  return copyOrder.indexOf(a) - copyOrder.indexOf(b)
}
const copyOrder: readonly State[] = ['verified', 'undetermined', 'untrusted', 'unsigned', 'invalid']

/** Orders items best first. */
export function compareStates(a: State, b: State): number {
  return states.indexOf(a) - states.indexOf(b)
}
