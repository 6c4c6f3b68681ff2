import { limits } from '#lib/config/limits.ts'
import { isAppError } from '#lib/errors/app-error.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import type { Attestation } from '#lib/evidence/evidence.ts'
import type { State } from '#lib/evidence/state.ts'
import type { SbomFacts } from '#lib/sbom/sbom.ts'
import type { DocumentPool } from './documents/document-pool.ts'
import type { OpenedSbom, SbomSource, Wrapping } from './documents/sbom-source.ts'

/** Something that may hold an SBOM, with what is known before it is read. */
export type SbomCandidate = {
  readonly source: SbomSource
  readonly state: State
  readonly origin: SbomFacts['source']
  readonly inherited: boolean
  /** The attestation that carries it; null for an attached file. */
  readonly attestation: Attestation | null
}

/** A candidate that is an SBOM. */
export type ReadSbom = { readonly candidate: SbomCandidate; readonly opened: OpenedSbom; readonly facts: SbomFacts }

const wrappings: Readonly<Partial<Record<FoundItem['format'], Wrapping>>> = {
  'cosign-dsse': 'dsse',
  'sigstore-bundle': 'bundle',
  'in-toto-unsigned': 'statement',
  sbom: 'raw',
}

/** Items of the image's own stores, and of those of the index that holds it. */
export type FoundItems = { readonly own: readonly FoundItem[]; readonly index: readonly FoundItem[] }

/** Candidates among what was found; evidence that is invalid or undetermined never supplies an SBOM. */
export function listSbomCandidates(found: FoundItems, attestations: readonly Attestation[]): readonly SbomCandidate[] {
  const byDigest = new Map([...found.index, ...found.own].map((item) => [`${item.format} ${item.layer.digest}`, item]))
  const attested = attestations.flatMap((attestation): SbomCandidate[] => {
    const { state, format, digest, inherited } = attestation
    const source = toSource(byDigest.get(`${format} ${digest}`))
    if (source === null || state === 'invalid' || state === 'undetermined' || !mayBeSbom(attestation)) return []
    const origin = format === 'in-toto-unsigned' ? 'buildkit' : 'attestation'
    return [{ source, state, origin, inherited, attestation }]
  })
  return [...attested, ...listAttached(found.own, false), ...listAttached(found.index, true)]
}

function listAttached(items: readonly FoundItem[], inherited: boolean): readonly SbomCandidate[] {
  return items.flatMap((item): SbomCandidate[] => {
    const source = item.format === 'sbom' ? toSource(item) : null
    return source === null ? [] : [{ source, state: 'unsigned', origin: 'attachment', inherited, attestation: null }]
  })
}

// Content decides, but predicates that are known to be something else are not parsed for it.
const otherPredicates = /^https:\/\/(?:slsa\.dev|in-toto\.io|openvex\.dev|cosign\.sigstore\.dev\/attestation\/vuln)\b/

/** A CycloneDX document that speaks of vulnerabilities alone lists nothing that is inside. */
const mayBeSbom = ({ predicateType, summary }: Attestation): boolean =>
  predicateType !== null && !otherPredicates.test(predicateType) && summary?.kind !== 'CycloneDX VEX'

function toSource(item: FoundItem | undefined): SbomSource | null {
  const wrapping = item === undefined ? undefined : wrappings[item.format]
  const bytes = item?.bytes ?? null
  if (item === undefined || bytes === null || wrapping === undefined) return null
  return { digest: item.layer.digest, wrapping, size: bytes.byteLength, load: async () => bytes }
}

const stateRank: readonly State[] = ['verified', 'untrusted', 'unsigned']
const originRank: readonly SbomFacts['source'][] = ['attestation', 'buildkit', 'attachment']
const groupOf = ({ inherited, state, origin }: SbomCandidate): number =>
  (inherited ? 100 : 0) + stateRank.indexOf(state) * 10 + originRank.indexOf(origin)

/**
 * The SBOM that speaks for the image, and the others that were read to choose it: own before inherited; verified, untrusted,
 * unsigned; attestation, BuildKit, attachment; SPDX, CycloneDX, others; newest; smallest digest. With `all`, every
 * candidate is read, not just the best group.
 */
export async function chooseSbom(
  candidates: readonly SbomCandidate[],
  documents: Pick<DocumentPool, 'openSbom'>,
  { all = false }: { all?: boolean } = {},
): Promise<readonly ReadSbom[]> {
  const groups = Map.groupBy(candidates, groupOf)
  const ordered = [...groups.keys()].toSorted((a, b) => a - b)
  const read: ReadSbom[] = []
  let budget = limits.maxSbomCandidates
  for (const group of ordered) {
    const members = (groups.get(group) ?? []).slice(0, budget)
    budget -= members.length
    const opened = await Promise.all(members.map((candidate) => readSbom(candidate, documents)))
    read.push(...opened.flatMap((one) => one ?? []).toSorted(compareSboms))
    if (read.length > 0 && !all) break
  }
  return read
}

/** Null for what is no SBOM that can be read: it is an attestation like any other. */
async function readSbom(candidate: SbomCandidate, documents: Pick<DocumentPool, 'openSbom'>): Promise<ReadSbom | null> {
  try {
    const opened = await documents.openSbom(candidate.source)
    return { candidate, opened, facts: toFacts(candidate, opened) }
  } catch (error) {
    if (isAppError(error, 'SBOM_INVALID', 'SBOM_UNSUPPORTED', 'LIMIT_EXCEEDED')) return null
    throw error
  }
}

function toFacts({ state, origin, source }: SbomCandidate, { document }: OpenedSbom): SbomFacts {
  const { format, packageCount, createdAt, tools } = document
  return { format, packageCount, state, source: origin, digest: source.digest, createdAt, tool: tools[0] ?? null }
}

const formatRank = ({ format }: SbomFacts): number =>
  format.startsWith('spdx') ? 0 : format.startsWith('cyclonedx') ? 1 : 2
const timeOf = ({ createdAt }: SbomFacts): number => (createdAt === null ? 0 : Date.parse(createdAt) || 0)

function compareSboms({ facts: a }: ReadSbom, { facts: b }: ReadSbom): number {
  return formatRank(a) - formatRank(b) || timeOf(b) - timeOf(a) || (a.digest < b.digest ? -1 : 1)
}
