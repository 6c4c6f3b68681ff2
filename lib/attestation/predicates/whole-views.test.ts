import { describe, expect, it } from 'vitest'
import { parseAttributeReport } from './parse-attribute-report.ts'
import { parseCustom } from './parse-custom.ts'
import { parseLink } from './parse-link.ts'
import { parseRelease } from './parse-release.ts'
import { parseTestResult } from './parse-test-result.ts'
import { parseUnknown } from './parse-unknown.ts'
import { parseVerificationResult, parseVerificationSummary } from './parse-verification-summary.ts'
import { listed } from './samples/listed.ts'
import * as samples from './samples/other-predicates.ts'

const resource = { name: null, uri: null, digests: [], mediaType: null }
const lost = { items: [], total: 0, unreadable: 'text, where a list was expected' }

describe('the whole of a verification summary', () => {
  const nothing = {
    kind: 'verification-summary',
    verifier: null,
    verifierVersions: listed(),
    verifiedAt: null,
    resource: null,
    policy: null,
    inputs: listed(),
    result: null,
    outcome: null,
    levels: listed(),
    dependencyLevels: listed(),
    slsaVersion: null,
  }
  const policy = { ...resource, uri: 'https://policy.example/strict', digests: ['sha256:12'] }

  it('that states nothing', () => {
    expect(parseVerificationSummary({})).toEqual(nothing)
    expect(parseVerificationResult({})).toEqual(nothing)
  })

  it('v1', () => {
    expect(parseVerificationSummary(samples.verificationSummary)).toEqual({
      kind: 'verification-summary',
      verifier: 'https://verifier.example',
      verifierVersions: listed({ name: 'verifier', value: 'v2.7.0' }),
      verifiedAt: '2026-11-20T11:00:00Z',
      resource: 'pkg:oci/birds@sha256%3Aab',
      policy,
      inputs: listed({ ...resource, uri: 'https://registry.example/birds.att', digests: ['sha256:34'] }),
      result: 'PASSED',
      outcome: 'passed',
      levels: listed('SLSA_BUILD_LEVEL_3', 'SLSA_SOURCE_LEVEL_2'),
      dependencyLevels: listed({ name: 'SLSA_BUILD_LEVEL_2', value: '4' }, { name: 'SLSA_BUILD_LEVEL_0', value: '12' }),
      slsaVersion: '1.0',
    })
  })

  it('v0.1, whose members are written like_this', () => {
    const first = {
      ...samples.verificationSummaryFirst,
      input_attestations: [{ uri: 'in' }],
      dependency_levels: { SLSA_LEVEL_1: 2 },
    }
    expect(parseVerificationSummary(first)).toEqual({
      ...nothing,
      verifier: 'https://verifier.example',
      verifiedAt: '2021-10-05T12:00:00Z',
      resource: 'https://registry.example/birds',
      policy: { ...resource, uri: 'https://policy.example' },
      inputs: listed({ ...resource, uri: 'in' }),
      result: 'FAILED',
      outcome: 'failed',
      levels: listed('SLSA_LEVEL_3'),
      dependencyLevels: listed({ name: 'SLSA_LEVEL_1', value: '2' }),
    })
  })

  it('of a simple one', () => {
    const predicate = {
      verifier: { id: 'v', policy: { uri: policy.uri, digest: { sha256: '12' } } },
      timeCreated: '2026-11-20T11:00:00Z',
      properties: ['A', 'B'],
    }
    expect(parseVerificationResult(predicate)).toEqual({
      ...nothing,
      verifier: 'v',
      verifiedAt: '2026-11-20T11:00:00Z',
      policy,
      levels: listed('A', 'B'),
    })
  })

  it.each([
    [{ verifiedLevels: ['a'], policyLevel: 'b' }, listed('a')],
    [{ policyLevel: 'b', policy_level: 'c' }, listed('b')],
    [{ policyLevel: '' }, listed()],
    [{ policyLevel: 'x'.repeat(3000) }, listed('x'.repeat(2000))],
    [{ verifiedLevels: {} }, { ...lost, unreadable: 'an object, where a list was expected' }],
  ])('has the levels of %j', (predicate, levels) => {
    expect(parseVerificationSummary(predicate).levels).toEqual(levels)
  })
})

describe('the whole of a link', () => {
  const nothing = {
    kind: 'link',
    name: null,
    command: listed(),
    materials: listed(),
    products: listed(),
    byproducts: listed(),
    environment: listed(),
  }

  it('that states nothing', () => {
    expect(parseLink({})).toEqual(nothing)
  })

  it('with files by their paths', () => {
    expect(parseLink(samples.link)).toEqual({
      kind: 'link',
      name: 'build',
      command: listed('make', 'image'),
      materials: listed({ ...resource, name: 'src/main.c', digests: ['sha256:cc'] }),
      products: listed({ ...resource, name: 'app', digests: ['sha256:dd'] }),
      byproducts: listed({ name: 'return-value', value: '0' }, { name: 'stdout', value: '' }),
      environment: listed({ name: 'PATH', value: '/bin' }),
    })
  })

  it('with files in a list, and a command in one piece', () => {
    const products = [{ name: 'app', uri: 'u', digest: { sha256: 'dd', sha1: {} }, mediaType: 'm' }, 'app', null]
    expect(parseLink({ command: 'make image', products })).toEqual({
      ...nothing,
      command: listed('make image'),
      products: {
        items: [{ name: 'app', uri: 'u', digests: ['sha256:dd'], mediaType: 'm' }],
        total: 3,
        unreadable: '2 of its entries',
      },
    })
    expect(parseLink({ command: '' })).toEqual(nothing)
  })
})

describe('the whole of a test result', () => {
  const nothing = {
    kind: 'test-result',
    result: null,
    outcome: null,
    url: null,
    configuration: listed(),
    passed: listed(),
    warned: listed(),
    failed: listed(),
  }

  it('that states nothing', () => {
    expect(parseTestResult({})).toEqual(nothing)
  })

  it('with every member', () => {
    expect(parseTestResult({ ...samples.testResult, failedTests: ['e2e'] })).toEqual({
      kind: 'test-result',
      result: 'WARNED',
      outcome: 'warned',
      url: 'https://github.com/acme/birds/actions/runs/9',
      configuration: listed({
        ...resource,
        name: '.github/workflows/ci.yml',
        uri: 'https://github.com/acme/birds/blob/main/.github/workflows/ci.yml',
        digests: ['gitBlob:eb'],
      }),
      passed: listed('build', 'unit'),
      warned: listed('lint'),
      failed: listed('e2e'),
    })
  })

  it.each([
    ['PASSED', 'passed'],
    ['WARNED', 'warned'],
    ['FAILED', 'failed'],
    ['PASSED ', null],
    ['', null],
    [['PASSED'], null],
  ])('A-23 that came to %j came to %j', (result, outcome) => {
    expect(parseTestResult({ result }).outcome).toBe(outcome)
  })
})

describe('the whole of a release', () => {
  it('with what else it says', () => {
    expect(parseRelease({})).toEqual({
      kind: 'release',
      purl: null,
      packageId: null,
      tag: null,
      repository: null,
      others: listed(),
    })
    expect(parseRelease({ ...samples.release, packageId: '78' })).toEqual({
      kind: 'release',
      purl: 'pkg:github/acme/birds@v1.2.0',
      packageId: '78',
      tag: 'v1.2.0',
      repository: 'acme/birds',
      others: listed({ name: 'ownerId', value: '5' }),
    })
    expect(parseRelease('text').others).toEqual(listed({ name: '', value: 'text' }))
  })
})

describe('the whole of an attribute report', () => {
  it('with each attribute', () => {
    expect(parseAttributeReport({})).toEqual({ kind: 'attribute-report', producer: null, attributes: listed() })
    const [first, second] = samples.attributeReport.attributes
    const attributes = [{ ...first, target: { name: 'app' } }, second, null, 'REPRODUCIBLE', 7]
    expect(parseAttributeReport({ ...samples.attributeReport, attributes })).toEqual({
      kind: 'attribute-report',
      producer: { ...resource, name: 'gcc', uri: 'file:///usr/bin/gcc' },
      attributes: {
        items: [
          {
            attribute: 'WITH_STACK_PROTECTION',
            target: { ...resource, name: 'app' },
            evidence: null,
            conditions: listed({ name: 'flags', value: '-fstack-protector' }),
          },
          {
            attribute: 'REPRODUCIBLE',
            target: null,
            evidence: {
              name: 'rebuild.json',
              uri: 'https://rebuild.example/1',
              digests: ['sha256:ab'],
              mediaType: null,
            },
            conditions: listed(),
          },
        ],
        total: 5,
        unreadable: '3 of its entries',
      },
    })
  })
})

describe('the whole of a custom predicate', () => {
  it.each([
    [{}, { text: null, characters: 0, fields: null }],
    [{ Data: 'plain' }, { text: 'plain', characters: 5, fields: null }],
    [{ Data: 'a {"b":1}' }, { text: 'a {"b":1}', characters: 9, fields: null }],
    [{ Data: ' [1]' }, { text: ' [1]', characters: 4, fields: listed({ name: '[0]', value: '1' }) }],
    [{ Data: '{"a":' }, { text: '{"a":', characters: 5, fields: null }],
    [{ Data: 7 }, { text: '7', characters: 0, fields: null }],
    [{ Data: { a: 1 } }, { text: { unreadable: 'an object, where text was expected' }, characters: 0, fields: null }],
  ])('A-19 of %j', (predicate, expected) => {
    expect(parseCustom({ ...predicate, Timestamp: 't' })).toEqual({ kind: 'custom', createdAt: 't', ...expected })
  })
})

describe('the whole of a predicate of a type that is not known', () => {
  it.each([
    [{ a: [1] }, { shape: 'object', fields: listed({ name: 'a[0]', value: '1' }), text: null }],
    [['x'], { shape: 'list', fields: listed({ name: '[0]', value: 'x' }), text: null }],
    [true, { shape: 'value', fields: listed({ name: '', value: 'true' }), text: null }],
    [7, { shape: 'value', fields: listed({ name: '', value: '7' }), text: null }],
    ['x'.repeat(30_000), { shape: 'text', fields: listed(), text: 'x'.repeat(20_000) }],
    [null, { shape: 'nothing', fields: listed(), text: null }],
    [undefined, { shape: 'nothing', fields: listed(), text: null }],
  ])('is its shape and its places: %#', (predicate, expected) => {
    expect(parseUnknown(predicate)).toEqual({ kind: 'unknown', ...expected })
  })
})

describe('a list that is text', () => {
  it.each([
    parseVerificationSummary({ inputAttestations: 'a' }).inputs,
    parseVerificationResult({ properties: 'a' }).levels,
    parseTestResult({ configuration: 'a' }).configuration,
    parseTestResult({ passedTests: 'a' }).passed,
    parseTestResult({ warnedTests: 'a' }).warned,
    parseTestResult({ failedTests: 'a' }).failed,
    parseAttributeReport({ attributes: 'a' }).attributes,
  ])('is said to be none: %#', (list) => {
    expect(list).toEqual(lost)
  })

  it('is no set of files either', () => {
    const expected = { ...lost, unreadable: 'text, where an object was expected' }
    expect(parseLink({ materials: 'a', products: 'b' })).toMatchObject({ materials: expected, products: expected })
  })
})
