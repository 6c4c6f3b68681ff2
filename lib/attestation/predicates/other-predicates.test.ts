import { describe, expect, it } from 'vitest'
import { parseAttributeReport } from './parse-attribute-report.ts'
import { parseCustom } from './parse-custom.ts'
import { parseLink } from './parse-link.ts'
import { parsePredicate } from './parse-predicate.ts'
import { parseRelease } from './parse-release.ts'
import { parseSpdxFacts } from './parse-sbom-facts.ts'
import { parseTestResult } from './parse-test-result.ts'
import { parseVerificationResult, parseVerificationSummary } from './parse-verification-summary.ts'
import {
  attributeReport,
  custom,
  link,
  release,
  testResult,
  verificationSummary,
  verificationSummaryFirst,
} from './samples/other-predicates.ts'

describe('a verification summary', () => {
  it('names verifier, resource, policy, inputs, levels and result', () => {
    expect(parseVerificationSummary(verificationSummary)).toMatchObject({
      verifier: 'https://verifier.example',
      resource: 'pkg:oci/birds@sha256%3Aab',
      policy: { uri: 'https://policy.example/strict', digests: ['sha256:12'] },
      inputs: { items: [{ uri: 'https://registry.example/birds.att', digests: ['sha256:34'] }] },
      outcome: 'passed',
      levels: { items: ['SLSA_BUILD_LEVEL_3', 'SLSA_SOURCE_LEVEL_2'] },
      dependencyLevels: {
        items: [
          { name: 'SLSA_BUILD_LEVEL_2', value: '4' },
          { name: 'SLSA_BUILD_LEVEL_0', value: '12' },
        ],
      },
      slsaVersion: '1.0',
    })
  })

  it('A-23 that failed has failed; any other word is neither', () => {
    expect(parseVerificationSummary(verificationSummaryFirst)).toMatchObject({
      outcome: 'failed',
      levels: { items: ['SLSA_LEVEL_3'] },
      verifiedAt: '2021-10-05T12:00:00Z',
      resource: 'https://registry.example/birds',
    })
    for (const verificationResult of ['passed', 'PASSED ', 'PASS', true, null, ['PASSED']]) {
      expect(parseVerificationSummary({ ...verificationSummary, verificationResult }).outcome).toBeNull()
    }
  })

  it('a simple one lists what was verified, and claims no result', () => {
    const view = parseVerificationResult({
      verifier: { id: 'v' },
      timeCreated: '2026-11-20T11:00:00Z',
      properties: ['A'],
    })
    expect(view).toMatchObject({ verifier: 'v', levels: { items: ['A'] }, outcome: null, result: null })
  })
})

it('an in-toto link names its command, and files in either shape', () => {
  expect(parseLink(link)).toMatchObject({
    name: 'build',
    command: { items: ['make', 'image'] },
    materials: { items: [{ name: 'src/main.c', digests: ['sha256:cc'] }] },
    products: { items: [{ name: 'app', digests: ['sha256:dd'] }] },
    byproducts: {
      items: [
        { name: 'return-value', value: '0' },
        { name: 'stdout', value: '' },
      ],
    },
  })
  const listed = parseLink({ command: 'make', materials: [{ uri: 'file:///a', digest: { sha256: 'cc' } }, null] })
  expect(listed.command.items).toEqual(['make'])
  expect(listed.materials).toMatchObject({ items: [{ uri: 'file:///a' }], total: 2, unreadable: '1 of its entries' })
})

it('a test result names its outcome and the tests', () => {
  expect(parseTestResult(testResult)).toMatchObject({
    outcome: 'warned',
    url: 'https://github.com/acme/birds/actions/runs/9',
    passed: { items: ['build', 'unit'] },
    warned: { items: ['lint'] },
    failed: { total: 0 },
    configuration: { items: [{ uri: expect.stringContaining('ci.yml'), digests: ['gitBlob:eb'] }] },
  })
  expect(parseTestResult({ result: 'passed' }).outcome).toBeNull()
})

it('a release names the package, and keeps what else it says', () => {
  expect(parseRelease(release)).toMatchObject({
    purl: 'pkg:github/acme/birds@v1.2.0',
    packageId: '77',
    tag: 'v1.2.0',
    others: { items: [{ name: 'ownerId', value: '5' }], total: 1 },
  })
})

it('an attribute report names attributes with their evidence', () => {
  expect(parseAttributeReport(attributeReport)).toMatchObject({
    producer: { name: 'gcc' },
    attributes: {
      items: [
        { attribute: 'WITH_STACK_PROTECTION', evidence: null, conditions: { items: [{ name: 'flags' }] } },
        { attribute: 'REPRODUCIBLE', evidence: { uri: 'https://rebuild.example/1' } },
      ],
    },
  })
})

describe('a custom predicate', () => {
  it('A-19 is shown as text, and by its fields when the text is JSON', () => {
    expect(parseCustom(custom)).toMatchObject({
      text: custom.Data,
      fields: {
        items: [
          { name: 'reviewed', value: 'true' },
          { name: 'by', value: 'ada' },
        ],
      },
    })
    expect(parseCustom({ Data: '{"a":1,"a":2}' }).fields).toBeNull()
    expect(parseCustom({ Data: `${'['.repeat(1000)}${']'.repeat(1000)}` }).fields).toBeNull()
    expect(parseCustom({ Data: 'plain' }).fields).toBeNull()
    const long = parseCustom({ Data: JSON.stringify({ a: 'x'.repeat(1_000_000) }) })
    expect(long.fields).toBeNull()
    expect(String(long.text).length).toBeLessThan(21_000)
    expect(long.characters).toBe(1_000_008)
  })
})

describe('SPDX', () => {
  it('V-12 as tag-value is counted without being parsed', () => {
    const text =
      'SPDXVersion: SPDX-2.3\nDocumentName: birds\nCreator: Tool: syft-1\nCreated: 2026-11-20T09:00:00Z\nPackageName: a\nPackageName: b\n'
    expect(parseSpdxFacts(text)).toMatchObject({
      form: 'tag-value',
      specVersion: 'SPDX-2.3',
      name: 'birds',
      tools: { items: ['Tool: syft-1'] },
      packages: 2,
      characters: text.length,
    })
  })

  it('with packages of another shape says so', () => {
    expect(parseSpdxFacts({ packages: 'many' }).packages).toEqual({ unreadable: 'text, where a list was expected' })
    expect(parseSpdxFacts({}).packages).toBeNull()
  })
})

it('a type without a reader is shown by its places, uninterpreted', () => {
  expect(parsePredicate('https://example.org/review/v1', { score: 7, by: { name: 'ada' } })).toEqual({
    kind: 'unknown',
    shape: 'object',
    fields: {
      items: [
        { name: 'score', value: '7' },
        { name: 'by.name', value: 'ada' },
      ],
      total: 2,
      unreadable: null,
    },
    text: null,
  })
  expect(parsePredicate('https://slsa.dev/provenance/v1/', {}).kind).toBe('unknown')
  expect(parsePredicate('x', undefined)).toMatchObject({ shape: 'nothing' })
  expect(parsePredicate('x', 'text')).toMatchObject({ shape: 'text', text: 'text' })
})
