import { z } from 'zod'
import type { AttributeReportView } from '#lib/attestation/predicates/parse-attribute-report.ts'
import type { CustomView } from '#lib/attestation/predicates/parse-custom.ts'
import type { LinkView } from '#lib/attestation/predicates/parse-link.ts'
import type { ReleaseView } from '#lib/attestation/predicates/parse-release.ts'
import type { SbomView } from '#lib/attestation/predicates/parse-sbom-facts.ts'
import type { TestResultView } from '#lib/attestation/predicates/parse-test-result.ts'
import type { UnknownView } from '#lib/attestation/predicates/parse-unknown.ts'
import type { VerificationSummaryView } from '#lib/attestation/predicates/parse-verification-summary.ts'
import type { ProvenanceView } from '#lib/attestation/predicates/provenance.ts'
import { severities } from '#lib/attestation/predicates/severity.ts'
import { type VexView, vexStatuses } from '#lib/attestation/predicates/vex.ts'
import type { VulnerabilityView } from '#lib/attestation/predicates/vulnerabilities.ts'

// `satisfies` ties each schema to what its reader gives: one cannot change without the other.

const unreadable = z.strictObject({ unreadable: z.string() })
const claim = z.union([z.string(), unreadable]).nullable().meta({
  id: 'Claim',
  description: 'What the predicate says; null: not stated; `unreadable`: what stands there instead.',
})
const flag = z.union([z.boolean(), unreadable]).nullable()
const amount = z.union([z.number(), unreadable]).nullable()
const listed = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({
    items: z.array(item),
    total: z.number().int().meta({ description: 'How many there are in all; `items` are the first of them.' }),
    unreadable: z.string().nullable(),
  })
const texts = listed(z.string())
const fields = listed(z.strictObject({ name: z.string(), value: z.string() }))
const resource = z
  .strictObject({ name: claim, uri: claim, digests: z.array(z.string()), mediaType: claim })
  .meta({ id: 'PredicateResource' })
const resources = listed(resource)

const provenance = z.strictObject({
  kind: z.literal('provenance'),
  version: z.enum(['0.1', '0.2', '1']),
  builder: claim,
  builderVersions: fields,
  buildType: claim,
  sources: z.array(
    z.strictObject({
      statedIn: z.string(),
      repository: z.string(),
      repositoryLink: z.string().nullable(),
      ref: z.string().nullable(),
      commit: z.string().nullable(),
      commitLink: z.string().nullable(),
    }),
  ),
  entryPoint: claim,
  invocation: claim,
  startedAt: claim,
  finishedAt: claim,
  parameters: fields,
  internals: fields,
  dependencies: resources,
  byproducts: resources,
  reproducible: flag,
  hermetic: flag,
  completeness: z.strictObject({ parameters: flag, environment: flag, dependencies: flag }),
}) satisfies z.ZodType<ProvenanceView>

const vulnerabilities = z.strictObject({
  kind: z.literal('vulnerabilities'),
  report: z.enum(['grype', 'trivy', 'sarif', 'in-toto', 'list']).nullable(),
  scanner: claim,
  scannerVersion: claim,
  database: claim,
  databaseVersion: claim,
  databaseBuiltAt: claim,
  startedAt: claim,
  finishedAt: claim,
  invocation: claim,
  target: claim,
  findings: listed(
    z.strictObject({
      id: z.string(),
      severity: z.enum(severities),
      package: z.string().nullable(),
      packageType: z.string().nullable(),
      installed: z.string().nullable(),
      fixed: z.string().nullable(),
      link: z.string().nullable(),
      title: z.string().nullable(),
    }),
  ),
  counts: z.array(z.strictObject({ severity: z.enum(severities), count: z.number().int() })),
  fixable: z.number().int(),
  ignored: z.number().int().nullable(),
}) satisfies z.ZodType<VulnerabilityView>

const vex = z.strictObject({
  kind: z.literal('vex'),
  format: z.enum(['OpenVEX', 'CycloneDX']),
  specVersion: claim,
  id: claim,
  author: claim,
  role: claim,
  createdAt: claim,
  updatedAt: claim,
  version: claim,
  tool: claim,
  statements: listed(
    z.strictObject({
      vulnerability: z.string().nullable(),
      aliases: z.array(z.string()),
      status: z.enum(vexStatuses).nullable(),
      statedStatus: claim,
      justification: claim,
      impact: claim,
      action: claim,
      notes: claim,
      statedAt: claim,
      products: listed(z.strictObject({ id: z.string(), digests: z.array(z.string()), parts: texts })),
      link: z.string().nullable(),
    }),
  ),
  counts: z.array(z.strictObject({ status: z.enum(vexStatuses).nullable(), count: z.number().int() })),
}) satisfies z.ZodType<VexView>

const sbom = z.strictObject({
  kind: z.literal('sbom'),
  standard: z.enum(['SPDX', 'CycloneDX']),
  form: z.enum(['json', 'tag-value']),
  specVersion: claim,
  name: claim,
  identifier: claim,
  createdAt: claim,
  tools: texts,
  packages: amount,
  files: amount,
  relationships: amount,
  characters: z.number().int().nullable(),
  vex: vex.nullable(),
}) satisfies z.ZodType<SbomView>

const verificationSummary = z.strictObject({
  kind: z.literal('verification-summary'),
  verifier: claim,
  verifierVersions: fields,
  verifiedAt: claim,
  resource: claim,
  policy: resource.nullable(),
  inputs: resources,
  result: claim,
  outcome: z.enum(['passed', 'failed']).nullable(),
  levels: texts,
  dependencyLevels: fields,
  slsaVersion: claim,
}) satisfies z.ZodType<VerificationSummaryView>

const link = z.strictObject({
  kind: z.literal('link'),
  name: claim,
  command: texts,
  materials: resources,
  products: resources,
  byproducts: fields,
  environment: fields,
}) satisfies z.ZodType<LinkView>

const testResult = z.strictObject({
  kind: z.literal('test-result'),
  result: claim,
  outcome: z.enum(['passed', 'warned', 'failed']).nullable(),
  url: claim,
  configuration: resources,
  passed: texts,
  warned: texts,
  failed: texts,
}) satisfies z.ZodType<TestResultView>

const release = z.strictObject({
  kind: z.literal('release'),
  purl: claim,
  packageId: claim,
  tag: claim,
  repository: claim,
  others: fields,
}) satisfies z.ZodType<ReleaseView>

const attributeReport = z.strictObject({
  kind: z.literal('attribute-report'),
  producer: resource.nullable(),
  attributes: listed(
    z.strictObject({
      attribute: claim,
      target: resource.nullable(),
      evidence: resource.nullable(),
      conditions: fields,
    }),
  ),
}) satisfies z.ZodType<AttributeReportView>

const custom = z.strictObject({
  kind: z.literal('custom'),
  createdAt: claim,
  text: claim,
  characters: z.number().int(),
  fields: fields.nullable(),
}) satisfies z.ZodType<CustomView>

const unknown = z.strictObject({
  kind: z.literal('unknown'),
  shape: z.enum(['object', 'list', 'text', 'value', 'nothing']),
  fields,
  text: z.string().nullable(),
}) satisfies z.ZodType<UnknownView>

export const predicateViewSchema = z
  .discriminatedUnion('kind', [
    sbom,
    provenance,
    vulnerabilities,
    vex,
    verificationSummary,
    link,
    testResult,
    release,
    attributeReport,
    custom,
    unknown,
  ])
  .meta({ id: 'PredicateView', description: 'A predicate in named fields, bounded; all of it claimed by its author.' })

/** `part=view` of one attestation. */
export const attestationViewSchema = z
  .strictObject({
    predicateType: z.string(),
    statementType: z.string(),
    subjects: listed(z.strictObject({ name: z.string(), digest: z.string() })),
    limits: z
      .strictObject({ content: z.string(), doesNotProve: z.string() })
      .meta({ description: 'What a trusted signature on it would vouch for, and what it would still not prove.' }),
    predicate: predicateViewSchema,
  })
  .meta({ id: 'AttestationView' })
export type AttestationViewDto = z.infer<typeof attestationViewSchema>
