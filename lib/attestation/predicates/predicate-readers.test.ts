import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { attestationViewSchema, predicateViewSchema } from '#lib/api/contract/predicate-views.ts'
import { formatPredicateType } from '#lib/format/predicate.ts'
import { viewStatement } from '../view-statement.ts'
import { toClaimLimits } from './claim-limits.ts'
import { formatProof } from './format-proof.ts'
import { parsePredicate } from './parse-predicate.ts'
import { findPredicateReader, readablePredicateTypes } from './predicate-readers.ts'
import * as others from './samples/other-predicates.ts'
import * as provenance from './samples/provenance.ts'
import * as scans from './samples/vulnerabilities.ts'

const types = [...readablePredicateTypes, 'https://example.org/unknown/v1']
const samples: readonly unknown[] = [
  ...Object.values(others),
  ...Object.values(provenance),
  scans.cosignScan(scans.grypeReport),
  scans.cosignScan(scans.trivyReport),
  scans.cosignScan(scans.sarifReport),
  scans.inTotoScan,
  { spdxVersion: 'SPDX-2.3', packages: [], creationInfo: { creators: ['Tool: syft'] } },
]

/** Any JSON, and real predicates with one place put out of shape. */
const strange = fc.jsonValue({ maxDepth: 5 })
const damaged = fc
  .tuple(fc.constantFrom(...samples), fc.nat(200), strange)
  .map(([sample, at, value]) => damage(structuredClone(sample), at, value))

function damage(sample: unknown, at: number, value: unknown): unknown {
  const places: { holder: Record<string, unknown>; name: string }[] = []
  const visit = (holder: unknown): void => {
    if (typeof holder !== 'object' || holder === null) return
    for (const name of Object.keys(holder)) {
      places.push({ holder: holder as Record<string, unknown>, name })
      visit((holder as Record<string, unknown>)[name])
    }
  }
  visit(sample)
  const place = places[at % Math.max(places.length, 1)]
  if (place !== undefined) place.holder[place.name] = value
  return sample
}

describe('every reader', () => {
  it('throws for nothing that JSON can be, and gives what the contract says', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types), fc.oneof(strange, damaged), (type, predicate) => {
        const view = parsePredicate(type, predicate)
        expect(predicateViewSchema.safeParse(view).error).toBeUndefined()
        expect(view).toEqual(JSON.parse(JSON.stringify(view)))
      }),
      { numRuns: 2000 },
    )
  })

  it('L-08 gives a bounded view of a predicate of hostile size', () => {
    const long = 'x'.repeat(100_000)
    const many = Array.from({ length: 20_000 }, () => ({
      id: long,
      name: long,
      uri: long,
      attribute: long,
      command: long,
    }))
    const members = ['matches', 'Results', 'runs', 'statements', 'materials', 'products', 'attributes', 'packages']
    const huge = Object.fromEntries([
      ...members.map((name) => [name, many] as const),
      ['scanner', { result: many }],
      ['verifiedLevels', many.map(() => long)],
      ['passedTests', many.map(() => long)],
      ['buildDefinition', { externalParameters: many, resolvedDependencies: many }],
      ['vulnerabilities', many],
    ])
    for (const type of types) {
      expect(JSON.stringify(parsePredicate(type, huge)).length, type).toBeLessThan(8_000_000)
    }
  })

  it('L-03 survives nesting as deep as a parser gives it', () => {
    let deep: unknown = 'end'
    for (let depth = 0; depth < 50_000; depth++) deep = depth % 2 === 0 ? [deep] : { deep }
    for (const type of types) expect(() => parsePredicate(type, deep), type).not.toThrow()
    expect(() =>
      parsePredicate('https://slsa.dev/provenance/v1', { buildDefinition: { externalParameters: deep } }),
    ).not.toThrow()
  })

  it('gives each sample a view of its kind', () => {
    const kindOf = (type: string, predicate: unknown) => parsePredicate(type, predicate).kind
    expect(kindOf('https://slsa.dev/provenance/v1', provenance.githubProvenance)).toBe('provenance')
    expect(kindOf('https://cosign.sigstore.dev/attestation/vuln/v1', scans.cosignScan({}))).toBe('vulnerabilities')
    expect(kindOf('https://openvex.dev/ns/v0.2.0', others.openvex)).toBe('vex')
    expect(kindOf('https://cyclonedx.org/bom', others.cyclonedxVex)).toBe('vex')
    expect(kindOf('https://slsa.dev/verification_summary/v1', others.verificationSummary)).toBe('verification-summary')
  })
})

describe('the table of readers', () => {
  it('A-15 knows no type that is only similar', () => {
    for (const type of readablePredicateTypes) {
      for (const similar of [
        `${type}/`,
        `${type}#x`,
        type.toUpperCase(),
        type.replace('https:', 'http:'),
        ` ${type}`,
      ]) {
        if (similar !== type) expect(findPredicateReader(similar), similar).toBeNull()
      }
    }
    for (const type of ['constructor', '__proto__', '', 'https://spdx.dev/Documents', 'https://openvex.dev/ns/evil']) {
      expect(findPredicateReader(type)).toBeNull()
    }
  })

  it('A-16 knows the versions of a family', () => {
    for (const type of [
      'https://openvex.dev/ns/v0.2.0',
      'https://spdx.dev/Document/v2.3',
      'https://cyclonedx.org/bom/1.6',
    ]) {
      expect(findPredicateReader(type), type).not.toBeNull()
    }
  })

  it('has a name on screen for each of its types', () => {
    for (const type of readablePredicateTypes) expect(formatPredicateType(type), type).not.toBe(type)
  })
})

it('every kind says what it proves and what it does not, and proves nothing unless verified', () => {
  for (const predicate of samples) {
    for (const type of types) {
      const { kind } = parsePredicate(type, predicate)
      const { content, doesNotProve } = toClaimLimits(kind)
      expect(formatProof(content, 'verified', 'release key')).toContain('release key')
      for (const state of ['untrusted', 'invalid', 'unsigned', 'undetermined'] as const) {
        expect(formatProof(content, state, null)).toMatch(/^Nothing/)
      }
      expect(doesNotProve).not.toBe('')
    }
  }
})

it('viewStatement bounds the subjects and says how many there are', () => {
  const subjects = Array.from({ length: 1024 }, (_, index) => ({ name: 'x'.repeat(5000), digest: `sha256:${index}` }))
  const view = viewStatement({
    type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://example.org/x',
    subjects,
    subjectDigests: [],
    subjectAnnotations: [],
    predicate: undefined,
  })
  expect(view.subjects).toMatchObject({ total: 1024, items: { length: 500 } })
  expect(view.subjects.items[0]?.name).toHaveLength(2000)
  expect(attestationViewSchema.safeParse(view).error).toBeUndefined()
})
