import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/errors/app-error.ts'
import type { FoundItem } from '#lib/evidence/discovery.ts'
import type { Attestation } from '#lib/evidence/evidence.ts'
import { digestOf } from '#lib/oci/digest.ts'
import { chooseSbom, listSbomCandidates, type SbomCandidate } from './choose-sbom.ts'
import type { DocumentPool } from './documents/document-pool.ts'

const subject = digestOf(new TextEncoder().encode('image'))

type Stated = { format?: string; packages?: number; createdAt?: string | null; unreadable?: boolean }

function toItem(format: FoundItem['format'], stated: Stated): FoundItem {
  const bytes = new TextEncoder().encode(JSON.stringify(stated))
  const digest = digestOf(bytes)
  const layer = {
    mediaType: 'x/y',
    digest,
    size: bytes.byteLength,
    artifactType: null,
    annotations: {},
    platform: null,
  }
  const rest = { claimedSubject: null, artifactType: null, manifestAnnotations: {}, problem: null, shapeProblem: null }
  return { format, store: 'tag', subject, manifestDigest: digest, layer, bytes, ...rest }
}

function toAttestation(item: FoundItem, change: Partial<Attestation> = {}): Attestation {
  const { store, layer } = item
  const evidence = {
    state: 'verified',
    store,
    digest: layer.digest,
    subject,
    inherited: false,
    signer: null,
    signedAt: null,
  } as const
  const claims = {
    annotations: {},
    checks: [],
    command: null,
    predicateType: 'https://spdx.dev/Document',
    statementSubjects: [],
    summary: null,
  }
  return { ...evidence, ...claims, format: item.format as Attestation['format'], ...change }
}

/** Reads what `toItem` wrote. */
const documents: Pick<DocumentPool, 'openSbom'> = {
  async openSbom({ load }) {
    const stated = JSON.parse(new TextDecoder().decode(await load())) as Stated
    if (stated.unreadable) throw new AppError('SBOM_INVALID', 'not an SBOM')
    const facts = {
      specVersion: null,
      name: null,
      namespace: null,
      authors: [],
      dataLicense: null,
      describes: [],
      fileCount: 0,
      relationshipCount: 0,
    }
    const { format = 'spdx-json', packages = 1, createdAt = null } = stated
    const document = { ...facts, format: format as 'spdx-json', createdAt, tools: ['tool'], packageCount: packages }
    return { document, problems: [] }
  },
}

const choose = async (candidates: readonly SbomCandidate[]) =>
  (await chooseSbom(candidates, documents))[0]?.facts.packageCount

function candidateOf(
  stated: Stated,
  change: Partial<SbomCandidate> & { state?: Attestation['state'] } = {},
): SbomCandidate {
  const item = toItem('cosign-dsse', stated)
  const [candidate] = listSbomCandidates({ own: [item], index: [] }, [toAttestation(item)])
  if (candidate === undefined) throw new TypeError('no candidate')
  return { ...candidate, ...change }
}

describe('which SBOM speaks for the image', () => {
  const orders: readonly (readonly [string, SbomCandidate, SbomCandidate])[] = [
    [
      'own before inherited',
      candidateOf({ packages: 1 }, { state: 'unsigned' }),
      candidateOf({ packages: 2 }, { inherited: true }),
    ],
    ['verified before untrusted', candidateOf({ packages: 1 }), candidateOf({ packages: 2 }, { state: 'untrusted' })],
    [
      'untrusted before unsigned',
      candidateOf({ packages: 1 }, { state: 'untrusted' }),
      candidateOf({ packages: 2 }, { state: 'unsigned' }),
    ],
    ['attestation before BuildKit', candidateOf({ packages: 1 }), candidateOf({ packages: 2 }, { origin: 'buildkit' })],
    [
      'BuildKit before attachment',
      candidateOf({ packages: 1 }, { origin: 'buildkit' }),
      candidateOf({ packages: 2 }, { origin: 'attachment' }),
    ],
    [
      'SPDX before CycloneDX',
      candidateOf({ packages: 1 }),
      candidateOf({ packages: 2, format: 'cyclonedx-json', createdAt: '2030-01-01T00:00:00Z' }),
    ],
    [
      'CycloneDX before others',
      candidateOf({ packages: 1, format: 'cyclonedx-json' }),
      candidateOf({ packages: 2, format: 'syft-json' }),
    ],
    [
      'newest first',
      candidateOf({ packages: 1, createdAt: '2026-02-01T00:00:00Z' }),
      candidateOf({ packages: 2, createdAt: '2026-01-01T00:00:00Z' }),
    ],
  ]
  for (const [title, first, second] of orders) {
    it(title, async () => {
      expect(await choose([first, second])).toBe(1)
      expect(await choose([second, first])).toBe(1)
    })
  }

  it('takes the smallest digest when all else is equal', async () => {
    const [a, b] = [candidateOf({ packages: 3 }), candidateOf({ packages: 4 })]
    const smallest = a.source.digest < b.source.digest ? 3 : 4
    expect(await choose([a, b])).toBe(smallest)
    expect(await choose([b, a])).toBe(smallest)
  })

  it('passes over what is no SBOM, to the next group if need be', async () => {
    const broken = candidateOf({ packages: 1, unreadable: true })
    expect(await choose([broken, candidateOf({ packages: 2 }, { state: 'untrusted' })])).toBe(2)
    expect(await choose([broken])).toBeUndefined()
  })

  it('never takes one from evidence that is invalid or could not be checked', () => {
    const item = toItem('cosign-dsse', {})
    for (const state of ['invalid', 'undetermined'] as const) {
      expect(listSbomCandidates({ own: [item], index: [] }, [toAttestation(item, { state })])).toEqual([])
    }
  })

  it('counts an attachment of the index as inherited and unsigned', () => {
    const [candidate] = listSbomCandidates({ own: [], index: [toItem('sbom', {})] }, [])
    expect(candidate).toMatchObject({ inherited: true, state: 'unsigned', origin: 'attachment' })
  })

  it('A-14 takes a CycloneDX document that speaks of vulnerabilities alone for no SBOM', () => {
    const item = toItem('cosign-dsse', { format: 'cyclonedx-json' })
    const predicateType = 'https://cyclonedx.org/bom'
    const list = (kind: string) =>
      listSbomCandidates({ own: [item], index: [] }, [toAttestation(item, { predicateType, summary: { kind } })])
    expect(list('CycloneDX VEX')).toEqual([])
    expect(list('CycloneDX SBOM')).toHaveLength(1)
  })

  it('A-14 does not parse predicates that are known to be something else', () => {
    const item = toItem('cosign-dsse', {})
    const provenance = toAttestation(item, { predicateType: 'https://slsa.dev/provenance/v1' })
    expect(listSbomCandidates({ own: [item], index: [] }, [provenance])).toEqual([])
  })
})
