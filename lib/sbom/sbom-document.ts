import type { PackageLinks } from './package-links.ts'
import type { PackageList } from './package-list.ts'
import type { SbomDocumentFacts } from './sbom.ts'

/** A parsed SBOM. Everything in it is its author's claim; text is bounded but otherwise as stated. */
export type SbomDocument = {
  readonly facts: SbomDocumentFacts
  readonly packages: PackageList
  readonly links: PackageLinks
  /** Where the document breaks its specification without being unreadable: sentences, at most `maxProblems`. */
  readonly listProblems: () => readonly string[]
}

export const maxProblems = 20
