import type { AttestationDto, EvidenceDto, VerdictDto } from '#lib/api/contract/verdict.ts'
import { formatPredicateType } from '#lib/format/predicate.ts'
import { formatSigner } from '#lib/format/sentence.ts'
import { visibleText } from '#lib/format/visible-text.ts'

/** One statement: by whom, what it is, and of which digest it speaks. */
export type Vouching = {
  readonly signer: string
  readonly statement: string
  readonly subject: string
  /** Of the subject. */
  readonly digest: string
  readonly state: EvidenceDto['state']
  readonly inherited: boolean
}

/** Everybody's word about the image, signatures first. */
export function toVouchings({ signatures, attestations, digest }: VerdictDto): Vouching[] {
  return [
    ...signatures.map((signature) => vouching(signature, 'Image signature', digest)),
    ...attestations.map((attestation: AttestationDto) =>
      vouching(attestation, visibleText(formatPredicateType(attestation.predicateType)), digest),
    ),
  ]
}

function vouching(evidence: EvidenceDto, statement: string, digest: string): Vouching {
  const { state, inherited, signer, subject } = evidence
  return {
    signer: signer === null ? unnamed(state) : visibleText(formatSigner(signer)),
    statement,
    subject: subject === digest ? 'This image' : inherited ? 'Its index' : 'Another image',
    digest: subject,
    state,
    inherited,
  }
}

const unnamed = (state: EvidenceDto['state']): string =>
  state === 'unsigned' ? 'Nobody' : state === 'untrusted' ? 'Unknown key' : 'Unknown signer'

/** The same, with what one signer says together, so that no line crosses another without need. */
export function groupBySigner(vouchings: readonly Vouching[]): Vouching[] {
  return Array.from(Map.groupBy(vouchings, ({ signer }) => signer).values()).flat()
}

/** A node of the picture: its text and where its middle lies, in rows from the top. */
export type PictureNode = { readonly text: string; readonly row: number }

/** Each text once, in the middle of the rows that belong to it. */
export function toNodes(texts: readonly string[]): PictureNode[] {
  const rows = new Map<string, number[]>()
  for (const [row, text] of texts.entries()) rows.set(text, [...(rows.get(text) ?? []), row])
  return Array.from(rows, ([text, own]) => ({ text, row: own.reduce((sum, row) => sum + row, 0) / own.length }))
}
