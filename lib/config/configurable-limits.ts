import { z } from 'zod'
import { defaultLimits, type LimitName, type Limits } from './limits.ts'

const kib = 1024
const mib = 1024 * kib
const second = 1000

type Range = {
  /** The range in which the server stays whole: below it ordinary images fail, above it memory or time run out. */
  readonly least: number
  readonly most: number
  readonly what: string
}

/** The limits that `limits:` of the configuration file may change, by their names in problems. The rest hold the server together. */
export const configurableLimits = {
  maxManifestBytes: { least: 64 * kib, most: 16 * mib, what: 'A manifest or an index.' },
  maxConfigBytes: { least: 64 * kib, most: 16 * mib, what: 'The configuration of an image.' },
  maxSimpleSigningBytes: { least: 4 * kib, most: 1 * mib, what: 'The payload that cosign signs for an image.' },
  maxSbomBytes: { least: 1 * mib, most: 256 * mib, what: 'An SBOM that is attached as it is.' },
  // V8's longest string has 512 MiB.
  maxEnvelopeBytes: { least: 1 * mib, most: 384 * mib, what: 'An attestation: an envelope or a bundle, in base64.' },
  maxEvidenceBytes: { least: 256 * kib, most: 128 * mib, what: 'Any other evidence.' },
  maxParsedBytes: { least: 64 * mib, most: 4096 * mib, what: 'The memory that one document may need when it is read.' },
  workerOldGenerationMb: { least: 256, most: 16_384, what: 'The memory of the worker that reads documents, in MiB.' },
  documentTimeMs: { least: second, most: 300 * second, what: 'Reading one document.' },
  maxLayers: { least: 1, most: 1000, what: 'Layers of one manifest that holds evidence.' },
  maxIndexManifests: { least: 1, most: 10_000, what: 'Entries of an index.' },
  maxStatementSubjects: { least: 1, most: 16_384, what: 'Subjects of one statement.' },
  maxSubjectDigests: { least: 1, most: 256, what: 'Digests of one subject of a statement.' },
  maxReferrerPages: { least: 1, most: 100, what: 'Pages of a list of referrers.' },
  maxReferrers: { least: 1, most: 10_000, what: 'Referrers of one image.' },
  maxListPages: {
    least: 1,
    most: 200,
    what: 'Pages that are read at a registry for one page of tags or repositories.',
  },
  maxListItems: { least: 1000, most: 1_000_000, what: 'Names in one answer of a registry that pages nothing.' },
  maxInspectionBytes: { least: 1 * mib, most: 2048 * mib, what: 'All that one check of an image may download.' },
  inspectionTimeoutMs: { least: 5 * second, most: 600 * second, what: 'One check of an image.' },
  storesTimeoutMs: { least: 2 * second, most: 600 * second, what: 'Asking the stores, within one check.' },
  connectTimeoutMs: { least: 250, most: 60 * second, what: 'Connecting to a registry.' },
  headersTimeoutMs: { least: 500, most: 300 * second, what: 'The beginning of a registry’s answer.' },
  idleTimeoutMs: { least: 500, most: 300 * second, what: 'Silence between two pieces of an answer.' },
  documentTimeoutMs: { least: second, most: 300 * second, what: 'A whole manifest, token or list.' },
  requestTimeoutMs: { least: second, most: 600 * second, what: 'A whole request, its body and redirects included.' },
  maxAttempts: { least: 1, most: 10, what: 'Tries of one request.' },
  maxRetryWaitMs: {
    least: 0,
    most: 60 * second,
    what: 'The longest wait that a registry may ask for before the next try.',
  },
  maxConnectionsPerHost: { least: 1, most: 64, what: 'Connections to one host at once.' },
  maxImagesAtOnce: { least: 1, most: 64, what: 'Images of one batch that are checked at once.' },
  maxSurveyedImages: { least: 1, most: 5000, what: 'Images that a question about many looks at.' },
  maxMemoryCacheBytes: { least: 4 * mib, most: 4096 * mib, what: 'Small content that is kept in memory.' },
  maxMemoryLargeBytes: { least: 4 * mib, most: 4096 * mib, what: 'Large content that is kept in memory for a minute.' },
  maxOpenDocumentBytes: {
    least: 16 * mib,
    most: 4096 * mib,
    what: 'Documents that are kept open for the next page or search.',
  },
  maxDiskCacheEntries: { least: 1000, most: 1_000_000, what: 'Entries of the cache on disk.' },
} as const satisfies Partial<Record<LimitName, Range>>

export type ConfigurableLimit = keyof typeof configurableLimits
export type ConfiguredLimits = { readonly [Name in ConfigurableLimit]?: number | undefined }

const names = Object.keys(configurableLimits) as ConfigurableLimit[]

// What fits in must fit into what holds it. The factor is that of base64, or the room that V8 needs beside the document.
const atLeast: readonly {
  readonly name: ConfigurableLimit
  readonly of: ConfigurableLimit
  readonly factor: number
}[] = [
  { name: 'maxEnvelopeBytes', of: 'maxSbomBytes', factor: 4 / 3 },
  { name: 'maxInspectionBytes', of: 'maxEnvelopeBytes', factor: 1 },
  { name: 'maxParsedBytes', of: 'maxEnvelopeBytes', factor: 5 },
  { name: 'workerOldGenerationMb', of: 'maxParsedBytes', factor: 2 / mib },
  { name: 'inspectionTimeoutMs', of: 'storesTimeoutMs', factor: 1 },
  { name: 'requestTimeoutMs', of: 'documentTimeoutMs', factor: 1 },
]

function schemaOf(name: ConfigurableLimit) {
  const { least, most } = configurableLimits[name]
  const message = `must be a whole number from ${least} to ${most}`
  return z.number(message).int(message).min(least, message).max(most, message).optional()
}

/** `limits:` of the configuration file; each within its range, and none smaller than what it has to hold. */
export const configuredLimitsSchema = z
  .strictObject(
    Object.fromEntries(names.map((name) => [name, schemaOf(name)])) as Record<
      ConfigurableLimit,
      ReturnType<typeof schemaOf>
    >,
  )
  .superRefine((given, context) => {
    const value = (name: ConfigurableLimit): number => given[name] ?? defaultLimits[name]
    for (const { name, of, factor } of atLeast) {
      const least = Math.ceil(value(of) * factor)
      // Where neither was changed there is nothing to name.
      if (value(name) >= least || (given[name] === undefined && given[of] === undefined)) continue
      const at = given[name] === undefined ? of : name
      context.addIssue({
        code: 'custom',
        path: [at],
        message: `${name} must be at least ${least} while ${of} is ${value(of)}`,
      })
    }
  })

/** All limits, with those that the configuration changes. */
export const toLimits = (configured: ConfiguredLimits): Limits => ({
  ...defaultLimits,
  ...Object.fromEntries(names.flatMap((name) => (configured[name] === undefined ? [] : [[name, configured[name]]]))),
})
