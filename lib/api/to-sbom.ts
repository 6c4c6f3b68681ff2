import { formatTrustLine } from '#lib/format/trust-line.ts'
import type { ReadSbom } from '#lib/inspection/choose-sbom.ts'
import type { PackageCounts } from '#lib/inspection/documents/sbom-source.ts'
import { type ImageSbom, listSbomWarnings } from '#lib/inspection/open-sbom.ts'
import type { SbomDto } from './contract/attestations.ts'

/** The answer of `GET /sbom`. */
export function toSbomDto(
  { inspection, chosen, others }: ImageSbom,
  { types, licenses, stated, problems }: PackageCounts,
): SbomDto {
  const { verdict, subject } = inspection
  const { candidate, opened, facts } = chosen
  const { format: _, packageCount: __, ...document } = opened.document
  const { attestation, inherited } = candidate
  return {
    ...facts,
    reference: verdict.reference,
    imageDigest: verdict.digest,
    platform: verdict.platform,
    trustLine: formatTrustLine({ facts, attestation, inherited, platform: verdict.platform }),
    warnings: listSbomWarnings(subject, chosen, problems).map((warning) => ({ ...warning })),
    others: others.map((other) => ({ ...other.facts, reason: formatReason(chosen, other) })),
    chosenBecause:
      others.length === 0 ? 'It is the only one that can be read.' : formatReason(others[0] ?? chosen, chosen),
    types: [...types],
    licenses: [...licenses],
    stated,
    document: {
      ...document,
      tools: [...document.tools],
      authors: [...document.authors],
      describes: document.describes.map((subject) => ({ ...subject, digests: [...subject.digests] })),
    },
    signerState: facts.state,
  }
}

const originNames = {
  attestation: 'in an attestation',
  buildkit: 'from the build',
  attachment: 'attached beside the image',
} as const

/** In what the second differs from the first, by the order of the choice. */
function formatReason(first: ReadSbom, second: ReadSbom): string {
  const [a, b] = [first, second]
  if (a.candidate.inherited !== b.candidate.inherited) {
    return b.candidate.inherited ? 'It speaks of the index of all platforms.' : 'It speaks of this platform itself.'
  }
  if (a.facts.state !== b.facts.state) return `It is ${b.facts.state}.`
  if (a.facts.source !== b.facts.source) return `It is ${originNames[b.facts.source]}.`
  if (a.facts.format !== b.facts.format) return `It is ${b.facts.format}.`
  if (a.facts.createdAt !== b.facts.createdAt)
    return `It was made ${b.facts.createdAt === null ? 'at no stated time' : `on ${b.facts.createdAt}`}.`
  return 'Its digest sorts so; otherwise the two are alike.'
}
