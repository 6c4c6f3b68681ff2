import type { State } from '#lib/evidence/state.ts'
import type { PredicateKind } from './predicate-view.ts'

/** What an attestation shows, and what it leaves open even when it is verified, in sentences. */
export type ClaimLimits = { readonly proves: string; readonly doesNotProve: string }

type KindLimits = { readonly content: string; readonly doesNotProve: string }

const kinds: Readonly<Record<PredicateKind, KindLimits>> = {
  sbom: {
    content: 'this list of what is inside',
    doesNotProve: 'That the list is complete or right: it holds what its tool recognised on the day it ran.',
  },
  provenance: {
    content: 'this account of how the image was built',
    doesNotProve:
      'That the source is harmless, that the parameters are those its owner meant, or that the build can be repeated. Nothing of it was built again here.',
  },
  vulnerabilities: {
    content: 'what the scanner found, with its database of that day',
    doesNotProve: 'That there are no others, or that these matter here. What became known after the scan is not in it.',
  },
  vex: {
    content: 'these judgements about vulnerabilities',
    doesNotProve:
      'That the judgements are right, or still are. They hide nothing here: no finding is left out because of them.',
  },
  'verification-summary': {
    content: 'this result of a verifier, by a policy of its own',
    doesNotProve:
      'What your own policy would say. The evidence that the verifier had before it was not looked at again here.',
  },
  link: {
    content: 'this step, with the files before and after it',
    doesNotProve: 'That the command did what its name says, or that no other step came between.',
  },
  'test-result': {
    content: 'these results of tests',
    doesNotProve: 'That the tests are the right ones, or that what they do not look at works.',
  },
  release: {
    content: 'this list of what belongs to a release',
    doesNotProve: 'Who built them, from what, or that the release is fit for anything.',
  },
  'attribute-report': {
    content: 'these properties',
    doesNotProve: 'That the properties hold: the evidence that is named for them was not looked at here.',
  },
  custom: {
    content: 'this text',
    doesNotProve: 'Anything else: what the text means is between its author and its readers.',
  },
  unknown: {
    content: 'what stands in it',
    doesNotProve:
      'Anything that can be named here: this version has no view of its own for the type, and interprets nothing.',
  },
}

/** Text about a kind of predicate in one state. `signer` is how the screen calls the signer, null when unknown. */
export function formatClaimLimits(kind: PredicateKind, state: State, signer: string | null): ClaimLimits {
  const { content, doesNotProve } = kinds[kind]
  return { proves: formatProof(content, state, signer), doesNotProve }
}

function formatProof(content: string, state: State, signer: string | null): string {
  switch (state) {
    case 'verified':
      return `${signer ?? 'Somebody'}, whom you trust, vouches for ${content}.`
    case 'untrusted':
      return signer === null
        ? 'Nothing to you yet: no key or identity that you trust signed it, and a foreign signature cannot be told from a changed statement.'
        : `Nothing to you yet: ${signer} signed it, whom no rule of yours trusts here.`
    case 'invalid':
      return 'Nothing: the signature or the statement is broken.'
    case 'unsigned':
      return 'Nothing: nobody signed it, so anybody who can push could have written it.'
    case 'undetermined':
      return 'Nothing as long as it cannot be checked.'
  }
}
