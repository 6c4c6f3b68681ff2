import type { PredicateKind } from './predicate-view.ts'

/** What a signer vouches for with a kind of predicate, and what that leaves open even when it is verified. */
export type ClaimLimits = { readonly content: string; readonly doesNotProve: string }

const kinds: Readonly<Record<PredicateKind, ClaimLimits>> = {
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

export const toClaimLimits = (kind: PredicateKind): ClaimLimits => kinds[kind]
