import type { State } from '#lib/evidence/state.ts'

/** What a screen can show: the five states, and `checking` until one is known. */
export type ShownState = State | 'checking'

type StateLook = {
  /** In a list, beside the mark. */
  readonly word: string
  /** In a sentence of its own, without naming a signer. */
  readonly sentence: string
  readonly text: string
  readonly border: string
}

/** The one place that says how a state looks; colour is never alone. */
export const stateLook: Readonly<Record<ShownState, StateLook>> = {
  verified: {
    word: 'Trusted',
    sentence: 'Signed by someone you trust',
    text: 'text-verified',
    border: 'border-l-verified',
  },
  untrusted: {
    word: 'Not trusted',
    sentence: 'Signed, but not by anyone you trust',
    text: 'text-untrusted',
    border: 'border-l-untrusted',
  },
  invalid: { word: 'Broken', sentence: 'The signature is broken', text: 'text-invalid', border: 'border-l-invalid' },
  unsigned: { word: 'Not signed', sentence: 'Not signed', text: 'text-unsigned', border: 'border-l-unsigned' },
  undetermined: {
    word: 'Not checked',
    sentence: 'Could not be checked',
    text: 'text-undetermined',
    border: 'border-l-undetermined',
  },
  checking: { word: 'Checking', sentence: 'Checking …', text: 'text-checking', border: 'border-l-line' },
}

/** The states in the order of lists and filters, best first. */
export const shownStates: readonly State[] = ['verified', 'untrusted', 'invalid', 'unsigned', 'undetermined']
