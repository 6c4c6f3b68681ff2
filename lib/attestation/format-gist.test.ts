import { describe, expect, it } from 'vitest'
import { formatGist } from './format-gist.ts'
import * as others from './predicates/samples/other-predicates.ts'
import { githubProvenance } from './predicates/samples/provenance.ts'
import { cosignScan, grypeReport } from './predicates/samples/vulnerabilities.ts'
import { summarisePredicate } from './summarise-predicate.ts'

const gist = (predicateType: string, predicate: unknown) =>
  summarisePredicate({ type: '', predicateType, predicate, subjects: [], subjectDigests: [], subjectAnnotations: [] })
    ?.gist

describe('the gist of a predicate', () => {
  it.each([
    ['https://spdx.dev/Document', { packages: [1, 2] }, '2 packages'],
    ['https://spdx.dev/Document', 'SPDXVersion: SPDX-2.3', 'A list of packages, as tag-value text'],
    ['https://cyclonedx.org/bom', { components: [1] }, '1 component'],
    [
      'https://cyclonedx.org/bom',
      others.cyclonedxVex,
      '3 statements: 1 under investigation, 1 not affected, 1 without a status',
    ],
    [
      'https://slsa.dev/provenance/v1',
      githubProvenance,
      'Built from https://github.com/acme/birds, commit ffa765f77126',
    ],
    ['https://slsa.dev/provenance/v1', { runDetails: { builder: { id: 'b' } } }, 'Built by b'],
    [
      'https://slsa.dev/provenance/v1',
      { buildDefinition: { externalParameters: { source: 'https://example.org/a' } } },
      'Built from https://example.org/a',
    ],
    ['https://slsa.dev/provenance/v1', {}, 'It states nothing by the usual names'],
    [
      'https://cosign.sigstore.dev/attestation/vuln/v1',
      cosignScan(grypeReport),
      '2 findings: 1 critical, 1 negligible',
    ],
    ['https://openvex.dev/ns', others.openvex, '2 statements: 1 affected, 1 not affected'],
    [
      'https://slsa.dev/verification_summary/v1',
      others.verificationSummary,
      'PASSED: SLSA_BUILD_LEVEL_3, SLSA_SOURCE_LEVEL_2',
    ],
    ['https://slsa.dev/verification_summary/v1', {}, 'No result'],
    ['https://slsa.dev/verification_summary/v1', { verifiedLevels: ['a'] }, 'No result: a'],
    ['https://in-toto.io/attestation/test-result/v0.1', {}, 'No result: 0 passed, 0 warned, 0 failed'],
    ['https://in-toto.io/attestation/test-result/v0.1', others.testResult, 'WARNED: 2 passed, 1 warned, 0 failed'],
    ['https://openvex.dev/ns', { statements: 'none' }, 'Statements that cannot be read'],
    ['https://cosign.sigstore.dev/attestation/vuln/v1', cosignScan('fine'), 'Findings that cannot be read'],
    ['https://in-toto.io/attestation/release/v0.1', others.release, 'pkg:github/acme/birds@v1.2.0'],
    ['https://in-toto.io/attestation/release/v0.1', { tag: 'v1' }, 'v1'],
    ['https://in-toto.io/attestation/release/v0.1', {}, 'It states nothing by the usual names'],
    ['https://in-toto.io/Link/v1', others.link, 'make image'],
    ['https://in-toto.io/Link/v1', { name: 'build' }, 'build'],
    ['https://in-toto.io/Link/v1', { name: ['build'] }, 'It states nothing by the usual names'],
    ['https://openvex.dev/ns', { statements: [] }, '0 statements'],
    ['https://cyclonedx.org/bom', { components: Array.from({ length: 1234 }, () => 1) }, '1,234 components'],
    ['https://spdx.dev/Document', { packages: 'many' }, '0 packages'],
    ['https://in-toto.io/attestation/scai/v0.3', others.attributeReport, '2 attributes'],
    ['https://cosign.sigstore.dev/attestation/v1', others.custom, '{"reviewed":true,"by":"ada"}'],
  ])('says of %s what it is about', (type, predicate, expected) => {
    expect(gist(type, predicate)).toBe(expected)
  })

  it('A-19 lists twelve of its parts', () => {
    const verifiedLevels = Array.from({ length: 20 }, (_, at) => `L${at}`)
    expect(gist('https://slsa.dev/verification_summary/v1', { verificationResult: 'PASSED', verifiedLevels })).toBe(
      `PASSED: ${verifiedLevels.slice(0, 12).join(', ')}`,
    )
  })

  it.each([
    [{}, 'Characters that cannot be read'],
    [{ characters: '7' }, 'Characters that cannot be read'],
    [{ kind: 7, characters: 7 }, '7 characters'],
    [{ kind: 'Vulnerability scan', findings: 1, severities: null }, '1 finding'],
    [{ kind: 'Vulnerability scan', findings: 1, severities: 'critical' }, '1 finding'],
    [{ kind: 'Custom', data: '' }, 'It states nothing by the usual names'],
    [{ kind: 'Custom', data: 7 }, 'It states nothing by the usual names'],
    [{ kind: 'a SLSA provenance', builder: 'b' }, 'Characters that cannot be read'],
  ])('reads the facts %j for what they are', (facts, expected) => {
    expect(formatGist(facts)).toBe(expected)
  })
})
