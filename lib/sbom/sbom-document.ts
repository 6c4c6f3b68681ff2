import type { SbomDocumentFacts, SbomPackage } from './sbom.ts'

/** A parsed SBOM. Everything in it is its author's claim; text is bounded but otherwise as stated. */
export type SbomDocument = {
  readonly facts: SbomDocumentFacts
  readonly packages: readonly SbomPackage[]
  /** Where the document breaks its specification without being unreadable: sentences, at most `maxProblems`. */
  readonly problems: readonly string[]
}

export const maxProblems = 20
