import { expect, it } from 'vitest'
import { formatPredicateType } from './predicate.ts'

it.each([
  ['https://spdx.dev/Document', 'SPDX SBOM'],
  ['https://spdx.dev/Document/v2.3', 'SPDX SBOM'],
  ['https://cyclonedx.org/bom/v1.6', 'CycloneDX SBOM'],
  ['https://slsa.dev/provenance/v1', 'SLSA provenance v1'],
  ['https://slsa.dev/provenance/v0.2', 'SLSA provenance v0.2'],
  ['https://openvex.dev/ns/v0.2.0', 'OpenVEX'],
  ['https://example.com/our-test/v1', 'https://example.com/our-test/v1'],
  ['https://spdx.dev.example.com/Document', 'https://spdx.dev.example.com/Document'],
  [null, 'Unreadable statement'],
])('names %s as %s', (type, name) => {
  expect(formatPredicateType(type)).toBe(name)
})
