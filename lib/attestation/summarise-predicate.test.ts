import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
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
