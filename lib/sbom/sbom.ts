import type { State } from '#lib/evidence/state.ts'
import type { Digest } from '#lib/oci/digest.ts'

export const sbomFormats = ['spdx-json', 'spdx-tag-value', 'cyclonedx-json', 'cyclonedx-xml', 'syft-json'] as const
export type SbomFormat = (typeof sbomFormats)[number]

/** One package of an SBOM, whatever its format. Field names as in `GET /sbom/packages`; null where not stated. */
export type SbomPackage = {
  readonly id: string
  readonly name: string
  readonly version: string | null
  /** From the purl (`deb`, `npm` …), else the format's own kind in lower case, else null. */
  readonly type: string | null
  readonly purl: string | null
  readonly cpes: readonly string[]
  readonly licenseDeclared: string | null
  readonly licenseConcluded: string | null
  readonly supplier: string | null
}

/** Facts about the document itself; all are claims of its author. */
export type SbomDocumentFacts = {
  readonly format: SbomFormat
  readonly specVersion: string | null
  readonly name: string | null
  readonly namespace: string | null
  readonly createdAt: string | null
  readonly tools: readonly string[]
  readonly authors: readonly string[]
  readonly dataLicense: string | null
  /** What the document says it describes: name and digests where stated. */
  readonly describes: readonly {
    readonly name: string
    readonly version: string | null
    readonly digests: readonly string[]
    readonly purl: string | null
  }[]
  readonly packageCount: number
  readonly fileCount: number
  readonly relationshipCount: number
}

/** The SBOM that speaks for the image. `state` is that of the attestation that carries it. */
export type SbomFacts = {
  readonly format: SbomFormat
  /** SPDX: length of `packages`; CycloneDX: components, nested ones included. */
  readonly packageCount: number
  readonly state: State
  readonly source: 'attestation' | 'attachment' | 'buildkit'
  /** Of the blob that holds it. */
  readonly digest: Digest
  readonly createdAt: string | null
  readonly tool: string | null
}
