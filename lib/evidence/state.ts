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
