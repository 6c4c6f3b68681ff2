import { describe, expect, it } from 'vitest'
import { parsePredicate } from './parse-predicate.ts'
import * as others from './samples/other-predicates.ts'
import * as provenance from './samples/provenance.ts'
import * as scans from './samples/vulnerabilities.ts'

/** Members whose values are words of a specification: they are not replaced. */
const words = new Set(['severity', 'Severity', 'status', 'result', 'verificationResult', 'state', 'level', 'bomFormat'])

type Leaf = { readonly path: string; readonly token: string }

/** The predicate with a text of its own in each place, and where each stands. */
function mark(sample: unknown): { predicate: unknown; leaves: readonly Leaf[] } {
  const leaves: Leaf[] = []
  const visit = (value: unknown, path: string, name: string): unknown => {
    if (Array.isArray(value)) return value.map((one) => visit(one, `${path}[]`, name))
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, visit(one, `${path}/${key}`, key)]))
    }
    if (typeof value !== 'string' || words.has(name)) return value
    const token = `text${leaves.length}end`
    leaves.push({ path, token })
    return token
  }
  return { predicate: visit(sample, '', ''), leaves }
}

/** The places of a predicate that its view does not show. */
function findUnread(type: string, sample: unknown): readonly string[] {
  const { predicate, leaves } = mark(sample)
  const view = JSON.stringify(parsePredicate(type, predicate))
  return [...new Set(leaves.filter(({ token }) => !view.includes(token)).map(({ path }) => path))]
}

const everything = {
  provenance02: {
    ...provenance.generatorProvenance,
    builder: { id: 'b', version: { runner: 'r' } },
    invocation: { ...provenance.generatorProvenance.invocation, parameters: { target: 'release' } },
  },
  provenance1: {
    ...provenance.buildkitProvenance,
    runDetails: {
      ...provenance.buildkitProvenance.runDetails,
      builder: { id: 'b', version: { buildkit: '1' } },
      byproducts: [{ name: 'log', uri: 'u', digest: { sha256: 'd' }, mediaType: 'text/plain' }],
    },
  },
  provenance01: {
    builder: { id: 'b' },
    recipe: { type: 't', entryPoint: 'e', arguments: { a: 'x' }, environment: { e: 'y' } },
    metadata: { buildInvocationId: 'i', buildStartedOn: 's', buildFinishedOn: 'f' },
    materials: [{ uri: 'u', digest: { sha1: 'd' } }],
  },
  spdx: {
    spdxVersion: 'v',
    name: 'n',
    documentNamespace: 'ns',
    creationInfo: { created: 'c', creators: ['a', 'b'] },
    packages: [],
  },
  cyclonedx: {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: 's',
    metadata: { timestamp: 't', component: { name: 'n' }, tools: [{ name: 'tool', version: 'v' }] },
    components: [{}],
  },
}

const besideScan = ['/invocation/event_id', '/invocation/builder.id']
/** What cosign's own fields say already goes before the report's, and the rest is in the raw JSON. */
const besideGrype = [
  ...besideScan,
  '/scanner/result/matches[]/vulnerability/namespace',
  '/scanner/result/matches[]/artifact/purl',
  '/scanner/result/ignoredMatches[]/vulnerability/id',
  '/scanner/result/source/type',
  '/scanner/result/source/target/imageID',
  '/scanner/result/distro/name',
  '/scanner/result/distro/version',
  '/scanner/result/descriptor/name',
  '/scanner/result/descriptor/version',
  '/scanner/result/descriptor/timestamp',
  '/scanner/result/descriptor/db/status/schemaVersion',
]
const besideTrivy = [
  ...besideScan,
  '/scanner/result/CreatedAt',
  '/scanner/result/ArtifactType',
  '/scanner/result/Results[]/Target',
  '/scanner/result/Results[]/Class',
  '/scanner/result/Results[]/Type',
]

describe('every member that a reader knows is in its view', () => {
  it.each([
    ['provenance v1', 'https://slsa.dev/provenance/v1', everything.provenance1, []],
    ['provenance v1 of GitHub', 'https://slsa.dev/provenance/v1', provenance.githubProvenance, []],
    ['provenance v0.2', 'https://slsa.dev/provenance/v0.2', everything.provenance02, []],
    ['provenance v0.1', 'https://slsa.dev/provenance/v0.1', everything.provenance01, []],
    ['SPDX', 'https://spdx.dev/Document', everything.spdx, []],
    ['CycloneDX', 'https://cyclonedx.org/bom', everything.cyclonedx, []],
    ['OpenVEX', 'https://openvex.dev/ns', others.openvex, ['/statements[]/products[]/identifiers/purl']],
    ['OpenVEX, first version', 'https://openvex.dev/ns', others.openvexFirst, []],
    [
      'CycloneDX VEX',
      'https://cyclonedx.org/bom',
      others.cyclonedxVex,
      [
        '/metadata/component/bom-ref',
        '/metadata/component/type',
        '/metadata/component/name',
        '/vulnerabilities[]/source/name',
      ],
    ],
    ['a verification summary', 'https://slsa.dev/verification_summary/v1', others.verificationSummary, []],
    ['its first version', 'https://slsa.dev/verification_summary/v0.1', others.verificationSummaryFirst, []],
    ['a link', 'https://in-toto.io/Link/v1', others.link, ['/_type']],
    ['a test result', 'https://in-toto.io/attestation/test-result/v0.1', others.testResult, []],
    ['a release', 'https://in-toto.io/attestation/release/v0.1', others.release, []],
    ['an attribute report', 'https://in-toto.io/attestation/scai/v0.3', others.attributeReport, []],
    ['a custom predicate', 'https://cosign.sigstore.dev/attestation/v1', others.custom, []],
    [
      'a scan by grype',
      'https://cosign.sigstore.dev/attestation/vuln/v1',
      scans.cosignScan(scans.grypeReport),
      besideGrype,
    ],
    [
      'a scan by Trivy',
      'https://cosign.sigstore.dev/attestation/vuln/v1',
      scans.cosignScan(scans.trivyReport),
      besideTrivy,
    ],
    [
      'a scan as in-toto lists it',
      'https://in-toto.io/attestation/vulns/v0.2',
      scans.inTotoScan,
      ['/scanner/result[]/severity[]/method', '/scanner/result[]/severity[]/score'],
    ],
  ] as const)('of %s', (_, type, sample, unread) => {
    expect(findUnread(type, sample)).toEqual(unread)
  })

  it('of a report, where cosign’s own fields say nothing', () => {
    const type = 'https://cosign.sigstore.dev/attestation/vuln/v1'
    const bare = (result: unknown) => ({ scanner: { result } })
    expect(parsePredicate(type, bare(scans.grypeReport))).toMatchObject({
      scanner: 'grype',
      scannerVersion: '0.92.0',
      databaseVersion: 'v6.0.2',
      databaseBuiltAt: '2026-11-20T04:11:38Z',
      finishedAt: '2026-11-20T09:10:00Z',
    })
    const trivy = { ...scans.trivyReport, Trivy: { Version: '0.58.0' } }
    expect(parsePredicate(type, bare(trivy))).toMatchObject({
      scanner: 'trivy',
      scannerVersion: '0.58.0',
      finishedAt: '2026-11-20T09:10:00Z',
    })
    const [run] = scans.sarifReport.runs
    const invocations = [{ endTimeUtc: '2026-11-20T09:10:00Z' }]
    const sarif = { runs: [{ ...run, invocations, properties: { imageName: 'birds' } }] }
    expect(parsePredicate(type, bare(sarif))).toMatchObject({
      scanner: 'Trivy',
      scannerVersion: '0.58.0',
      finishedAt: '2026-11-20T09:10:00Z',
      target: 'birds',
    })
  })
})
