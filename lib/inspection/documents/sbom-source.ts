import type { Digest } from '#lib/oci/digest.ts'
import type { StatedCounts } from '#lib/sbom/count-stated.ts'
import type { LinkQuery } from '#lib/sbom/package-links.ts'
import type { PackageQuery, ValueCount } from '#lib/sbom/package-query.ts'
import type { SbomDocumentFacts } from '#lib/sbom/sbom.ts'

/** What a blob wraps its SBOM in: nothing, an in-toto statement, a DSSE envelope or a Sigstore bundle around it. */
export type Wrapping = 'raw' | 'statement' | 'dsse' | 'bundle'

/** Where an SBOM comes from. `digest` and `size` are those of the blob; `load` is called when the blob is not open. */
export type SbomSource = {
  readonly digest: Digest
  readonly wrapping: Wrapping
  readonly size: number
  readonly load: () => Promise<Uint8Array>
}

export type OpenedSbom = { readonly document: SbomDocumentFacts }

/** What a reader of the whole document knows. `problems`: sentences; of a large document complete after a moment. */
export type PackageCounts = {
  readonly types: readonly ValueCount[]
  readonly licenses: readonly ValueCount[]
  readonly stated: StatedCounts
  readonly problems: readonly string[]
}
export type ExportFormat = 'original' | 'spdx-json' | 'cyclonedx-json' | 'csv'

/** One question about one document; the answers' types follow from `kind`. */
export type Ask =
  | { readonly kind: 'facts' }
  | { readonly kind: 'counts' }
  | { readonly kind: 'page'; readonly query: PackageQuery }
  | { readonly kind: 'links'; readonly query: LinkQuery }
  | { readonly kind: 'export'; readonly format: Exclude<ExportFormat, 'original'>; readonly now: string }

export type Answers = {
  readonly facts: OpenedSbom
  readonly counts: PackageCounts
  /** JSON text with `items`, `next` and `total`: rows cross the threads as one string. */
  readonly page: string
  /** JSON text of a `LinkPage`. */
  readonly links: string
  readonly export: Uint8Array
}

export type AnswerOf<Asked extends Ask> = Answers[Asked['kind']]
