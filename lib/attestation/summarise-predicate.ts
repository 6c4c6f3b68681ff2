import { isJsonObject, type JsonObject } from '#lib/evidence/json-object.ts'
import type { Statement } from './statement.ts'

/** Named facts of a predicate, for a first look. All of them are claims of whoever wrote it. */
export type PredicateSummary = Readonly<Record<string, string | number | readonly string[] | null>>

type Predicate = {
  /** Exact types, or a prefix where a family has versions in its path. */
  readonly matches: (predicateType: string) => boolean
  readonly summarise: (predicate: JsonObject) => PredicateSummary
}

const isOneOf =
  (...types: readonly string[]) =>
  (type: string) =>
    types.includes(type)
const isFamily = (base: string) => (type: string) => type === base || type.startsWith(`${base}/`)

const maxTextLength = 500
const maxTexts = 50

const toText = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, maxTextLength) : null
const toObject = (value: unknown): JsonObject => (isJsonObject(value) ? value : {})
const toList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const toCount = (value: unknown): number => toList(value).length
const toTexts = (value: unknown): readonly string[] =>
  toList(value)
    .flatMap((one) => toText(one) ?? [])
    .slice(0, maxTexts)

function summariseProvenanceV1({ buildDefinition, runDetails }: JsonObject): PredicateSummary {
  const definition = toObject(buildDefinition)
  const details = toObject(runDetails)
  const metadata = toObject(details.metadata)
  return {
    kind: 'SLSA provenance v1',
    builder: toText(toObject(details.builder).id),
    buildType: toText(definition.buildType),
    invocation: toText(metadata.invocationId),
    startedOn: toText(metadata.startedOn),
    finishedOn: toText(metadata.finishedOn),
    dependencies: toCount(definition.resolvedDependencies),
  }
}

function summariseProvenanceV02(predicate: JsonObject): PredicateSummary {
  const metadata = toObject(predicate.metadata)
  const source = toObject(toObject(predicate.invocation).configSource)
  return {
    kind: 'SLSA provenance v0.2',
    builder: toText(toObject(predicate.builder).id),
    buildType: toText(predicate.buildType),
    source: toText(source.uri),
    entryPoint: toText(source.entryPoint),
    startedOn: toText(metadata.buildStartedOn),
    finishedOn: toText(metadata.buildFinishedOn),
    materials: toCount(predicate.materials),
  }
}

const predicates: readonly Predicate[] = [
  {
    matches: isFamily('https://spdx.dev/Document'),
    summarise: (predicate) => ({
      kind: 'SPDX SBOM',
      version: toText(predicate.spdxVersion),
      name: toText(predicate.name),
      createdAt: toText(toObject(predicate.creationInfo).created),
      tools: toTexts(toObject(predicate.creationInfo).creators),
      packages: toCount(predicate.packages),
    }),
  },
  {
    matches: isFamily('https://cyclonedx.org/bom'),
    summarise: (predicate) => ({
      kind: 'CycloneDX SBOM',
      version: toText(predicate.specVersion),
      serialNumber: toText(predicate.serialNumber),
      createdAt: toText(toObject(predicate.metadata).timestamp),
      components: toCount(predicate.components),
    }),
  },
  { matches: isOneOf('https://slsa.dev/provenance/v1'), summarise: summariseProvenanceV1 },
  { matches: isOneOf('https://slsa.dev/provenance/v0.2'), summarise: summariseProvenanceV02 },
  {
    matches: isOneOf('https://cosign.sigstore.dev/attestation/vuln/v1'),
    summarise: ({ scanner, metadata, invocation }) => ({
      kind: 'Vulnerability scan',
      scanner: toText(toObject(scanner).uri),
      scannerVersion: toText(toObject(scanner).version),
      databaseVersion: toText(toObject(toObject(scanner).db).version),
      finishedOn: toText(toObject(metadata).scanFinishedOn),
      invocation: toText(toObject(invocation).uri),
    }),
  },
  {
    matches: isFamily('https://openvex.dev/ns'),
    summarise: (predicate) => ({
      kind: 'OpenVEX',
      author: toText(predicate.author),
      createdAt: toText(predicate.timestamp),
      statements: toCount(predicate.statements),
    }),
  },
  {
    matches: isOneOf('https://slsa.dev/verification_summary/v1', 'https://slsa.dev/verification_summary/v0.2'),
    summarise: (predicate) => ({
      kind: 'Verification summary',
      result: toText(predicate.verificationResult),
      verifier: toText(toObject(predicate.verifier).id),
      resource: toText(predicate.resourceUri),
      levels: toTexts(predicate.verifiedLevels),
      createdAt: toText(predicate.timeVerified),
    }),
  },
  {
    matches: isOneOf('https://in-toto.io/Link/v1', 'https://in-toto.io/attestation/link/v0.3'),
    summarise: (predicate) => ({
      kind: 'in-toto link',
      name: toText(predicate.name),
      command: toTexts(predicate.command),
      materials: toCount(predicate.materials),
    }),
  },
  {
    matches: isOneOf('https://cosign.sigstore.dev/attestation/v1'),
    summarise: (predicate) => ({
      kind: 'Custom',
      data: toText(predicate.Data),
      createdAt: toText(predicate.Timestamp),
    }),
  },
]

/** What a predicate is about in a few named facts; null for a type that has no view of its own. Never throws. */
export function summarisePredicate({ predicateType, predicate }: Statement): PredicateSummary | null {
  const known = predicates.find(({ matches }) => matches(predicateType))
  if (known === undefined) return null
  if (typeof predicate === 'string')
    return { kind: predicateType.includes('spdx') ? 'SPDX SBOM, tag-value' : 'Text', characters: predicate.length }
  return known.summarise(toObject(predicate))
}
