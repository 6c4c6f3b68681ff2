import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as others from './predicates/samples/other-predicates.ts'
import * as provenance from './predicates/samples/provenance.ts'
import * as scans from './predicates/samples/vulnerabilities.ts'
import type { Statement } from './statement.ts'
import { summarisePredicate } from './summarise-predicate.ts'

const summarise = (predicateType: string, predicate: unknown) => {
  const statement: Statement = {
    type: 'https://in-toto.io/Statement/v1',
    predicateType,
    subjects: [],
    subjectDigests: [],
    subjectAnnotations: [],
    predicate,
  }
  return summarisePredicate(statement)
}

const types = [
  'https://spdx.dev/Document',
  'https://cyclonedx.org/bom',
  'https://slsa.dev/provenance/v1',
  'https://slsa.dev/provenance/v0.2',
  'https://cosign.sigstore.dev/attestation/vuln/v1',
  'https://openvex.dev/ns',
  'https://slsa.dev/verification_summary/v1',
  'https://in-toto.io/Link/v1',
  'https://cosign.sigstore.dev/attestation/v1',
]

describe('summarisePredicate', () => {
  it.each([
    ['https://spdx.dev/Document', { packages: [1, 2], name: 'n' }, { kind: 'SPDX SBOM', packages: 2, name: 'n' }],
    ['https://spdx.dev/Document/v2.3', {}, { kind: 'SPDX SBOM', packages: 0 }],
    [
      'https://cyclonedx.org/bom',
      { components: [1], specVersion: '1.6' },
      { kind: 'CycloneDX SBOM', version: '1.6', components: 1 },
    ],
    [
      'https://slsa.dev/provenance/v1',
      { runDetails: { builder: { id: 'b' } } },
      { kind: 'SLSA provenance v1', builder: 'b' },
    ],
    [
      'https://slsa.dev/provenance/v0.2',
      { invocation: { configSource: { uri: 'u' } } },
      { kind: 'SLSA provenance v0.2', source: 'u' },
    ],
    [
      'https://cosign.sigstore.dev/attestation/vuln/v1',
      { scanner: { uri: 's' } },
      { kind: 'Vulnerability scan', scanner: 's' },
    ],
    ['https://openvex.dev/ns', { statements: [1] }, { kind: 'OpenVEX', statements: 1 }],
    ['https://openvex.dev/ns/v0.2.0', { author: 'a' }, { kind: 'OpenVEX', author: 'a' }],
    [
      'https://slsa.dev/verification_summary/v1',
      { verificationResult: 'FAILED' },
      { kind: 'Verification summary', result: 'FAILED' },
    ],
    ['https://in-toto.io/Link/v1', { command: ['make'] }, { kind: 'in-toto link', command: ['make'] }],
    ['https://cosign.sigstore.dev/attestation/v1', { Data: '{}' }, { kind: 'Custom', data: '{}' }],
  ])('A-16 names facts of %s', (type, predicate, expected) => {
    expect(summarise(type, predicate)).toMatchObject(expected)
  })

  it('A-15 knows no type that is only similar', () => {
    for (const type of [
      'https://spdx.dev/Documents',
      'http://spdx.dev/Document',
      'https://spdx.dev/document',
      'https://slsa.dev/provenance/v1/',
    ]) {
      expect(summarise(type, {})).toBeNull()
    }
  })

  it.each([
    [
      'https://spdx.dev/Document',
      { spdxVersion: 'SPDX-2.3', name: 'n', creationInfo: { created: 'c', creators: ['t'] }, packages: [1] },
      { kind: 'SPDX SBOM', version: 'SPDX-2.3', name: 'n', createdAt: 'c', tools: ['t'], packages: 1 },
    ],
    [
      'https://cyclonedx.org/bom',
      { specVersion: '1.6', serialNumber: 's', metadata: { timestamp: 'c', tools: [{ name: 't' }] }, components: [1] },
      { kind: 'CycloneDX SBOM', version: '1.6', serialNumber: 's', createdAt: 'c', tools: ['t'], components: 1 },
    ],
    [
      'https://slsa.dev/provenance/v1',
      provenance.githubProvenance,
      {
        kind: 'SLSA provenance v1',
        builder: 'https://github.com/acme/birds/.github/workflows/release.yml@refs/tags/v1.2.0',
        buildType: 'https://actions.github.io/buildtypes/workflow/v1',
        source: 'https://github.com/acme/birds',
        commit: 'ffa765f77126d7705b81e65fd1ccdcd606ede2f1',
        entryPoint: '.github/workflows/release.yml',
        invocation: 'https://github.com/acme/birds/actions/runs/9/attempts/1',
        startedOn: '2026-11-20T09:00:00Z',
        finishedOn: '2026-11-20T09:04:10Z',
        dependencies: 1,
      },
    ],
    [
      'https://slsa.dev/provenance/v0.2',
      { materials: [1, 2] },
      {
        kind: 'SLSA provenance v0.2',
        builder: null,
        buildType: null,
        source: null,
        commit: null,
        entryPoint: null,
        invocation: null,
        startedOn: null,
        finishedOn: null,
        materials: 2,
      },
    ],
    [
      'https://cosign.sigstore.dev/attestation/vuln/v1',
      scans.cosignScan(scans.grypeReport),
      {
        kind: 'Vulnerability scan',
        scanner: 'pkg:github/example/scanner@1.2.3',
        scannerVersion: '1.2.3',
        databaseVersion: '20261120',
        finishedOn: '2026-11-20T09:10:00Z',
        invocation: 'https://ci.example/runs/9',
        findings: 2,
        severities: ['1 critical', '1 negligible'],
      },
    ],
    [
      'https://openvex.dev/ns',
      { author: 'a', timestamp: 'c', statements: [{ status: 'not_affected' }, {}] },
      {
        kind: 'OpenVEX',
        author: 'a',
        createdAt: 'c',
        statements: 2,
        statuses: ['1 not affected', '1 without a status'],
      },
    ],
    [
      'https://cyclonedx.org/bom',
      { vulnerabilities: [7] },
      { kind: 'CycloneDX VEX', author: null, createdAt: null, statements: 1, statuses: ['1 without a status'] },
    ],
    [
      'https://slsa.dev/verification_summary/v1',
      others.verificationSummary,
      {
        kind: 'Verification summary',
        result: 'PASSED',
        verifier: 'https://verifier.example',
        resource: 'pkg:oci/birds@sha256%3Aab',
        levels: ['SLSA_BUILD_LEVEL_3', 'SLSA_SOURCE_LEVEL_2'],
        createdAt: '2026-11-20T11:00:00Z',
      },
    ],
    [
      'https://in-toto.io/Link/v1',
      others.link,
      { kind: 'in-toto link', name: 'build', command: ['make', 'image'], materials: 1, products: 1 },
    ],
    [
      'https://in-toto.io/attestation/test-result/v0.1',
      others.testResult,
      { kind: 'Test result', result: 'WARNED', passed: 2, warned: 1, failed: 0 },
    ],
    [
      'https://in-toto.io/attestation/release/v0.1',
      others.release,
      { kind: 'Release', package: 'pkg:github/acme/birds@v1.2.0', tag: 'v1.2.0', repository: 'acme/birds' },
    ],
    ['https://in-toto.io/attestation/scai/v0.3', others.attributeReport, { kind: 'Attribute report', attributes: 2 }],
    [
      'https://cosign.sigstore.dev/attestation/v1',
      { Data: 'd', Timestamp: 't' },
      { kind: 'Custom', data: 'd', createdAt: 't' },
    ],
  ])('A-16 names all facts of %s', (type, predicate, expected) => {
    expect(summarise(type, predicate)).toEqual({ ...expected, gist: expect.any(String) })
  })

  it('tells a list that cannot be read from one that is empty, and from one that can in parts', () => {
    const attributesOf = (attributes: unknown) =>
      summarise('https://in-toto.io/attestation/scai/v0.3', { attributes })?.attributes
    expect([attributesOf('none'), attributesOf([]), attributesOf([7, {}])]).toEqual([null, 0, 2])
    const findingsOf = (result: unknown) =>
      summarise('https://cosign.sigstore.dev/attestation/vuln/v1', { scanner: { result } })?.findings
    expect([findingsOf('none'), findingsOf(undefined), findingsOf([])]).toEqual([null, null, 0])
  })

  it('tells tag-value text from an object', () => {
    expect(summarise('https://spdx.dev/Document', 'SPDXVersion: SPDX-2.3')).toEqual({
      kind: 'SPDX SBOM, tag-value',
      characters: 21,
      gist: 'A list of packages, as tag-value text',
    })
    expect(summarise('https://cosign.sigstore.dev/attestation/v1', 'x')).toEqual({
      kind: 'Text',
      characters: 1,
      gist: '1 character',
    })
  })

  it('A-19 bounds what it takes from a predicate', () => {
    const long = 'x'.repeat(10_000)
    expect(summarise('https://cosign.sigstore.dev/attestation/v1', { Data: long })?.data).toHaveLength(500)
    const named = summarise('https://slsa.dev/provenance/v1', {
      buildDefinition: { externalParameters: { source: { uri: long, digest: { gitCommit: long } } } },
    })
    expect([named?.source, named?.commit]).toEqual(['x'.repeat(500), `${'x'.repeat(300)}…`])
    expect(summarise('https://in-toto.io/Link/v1', { command: [long] })?.command).toEqual(['x'.repeat(500)])
    const command = Array.from({ length: 1_000 }, () => 'a')
    expect(summarise('https://in-toto.io/Link/v1', { command })?.command).toHaveLength(50)
  })

  it('throws for nothing that a predicate can be', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.jsonValue({ maxDepth: 4 }), (type, predicate) => {
        expect(() => summarise(type, predicate)).not.toThrow()
      }),
    )
    for (const type of types) expect(summarise(type, undefined)).not.toBeUndefined()
  })
})
