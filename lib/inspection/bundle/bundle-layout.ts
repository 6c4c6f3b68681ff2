import { z } from 'zod'
import { AppError } from '#lib/errors/app-error.ts'
import { errorCodes } from '#lib/errors/codes.ts'
import { type Digest, digestAlgorithm, digestHex, isDigest } from '#lib/oci/digest.ts'
import type { RegistryHost } from '#lib/oci/reference.ts'
import type { ImageSource } from '#lib/registry/image-source.ts'
import { createLayoutRepository } from '#lib/registry/layout/layout-repository.ts'
import { type BundleFiles, invalidBundle, readJsonFile, toJsonFile } from './bundle-files.ts'
import type { Recording } from './record-source.ts'

const folder = 'image'
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const blobName = (digest: Digest): string => `${folder}/blobs/${digestAlgorithm(digest)}/${digestHex(digest)}`

/** What was recorded as an OCI image layout, and beside it `answers.json`: what a layout cannot say. */
export function writeLayout({ manifests, tags, blobs, referrers, failures }: Recording): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>()
  const entries = Array.from(manifests, ([digest, { mediaType, bytes }]) => {
    const own = Array.from(tags).flatMap(([tag, named]) => (named === digest ? [tag] : []))
    const named = own.toSorted(compare).map((tag) => ({ annotations: { 'org.opencontainers.image.ref.name': tag } }))
    return (named.length === 0 ? [{}] : named).map((name) => ({ mediaType, digest, size: bytes.length, ...name }))
  }).flat()
  files.set(`${folder}/oci-layout`, toJsonFile({ imageLayoutVersion: '1.0.0' }))
  const manifestList = entries.toSorted((a, b) => compare(a.digest, b.digest))
  files.set(`${folder}/index.json`, toJsonFile({ schemaVersion: 2, manifests: manifestList }))
  for (const [digest, { bytes }] of manifests) files.set(blobName(digest), bytes)
  for (const [digest, bytes] of blobs) files.set(blobName(digest), bytes)
  const sorted = <Value>(map: ReadonlyMap<string, Value>) => Array.from(map).toSorted(([a], [b]) => compare(a, b))
  files.set('answers.json', toJsonFile({ referrers: sorted(referrers), failures: sorted(failures) }))
  return files
}

const textsSchema = z.record(z.string(), z.string())
const codeSchema = z.enum(errorCodes)
const digestSchema = z.string().refine(isDigest) as unknown as z.ZodType<Digest>
const platformSchema = z.strictObject({
  os: z.string(),
  architecture: z.string(),
  variant: z.string().nullable(),
  osVersion: z.string().nullable(),
})
const descriptorSchema = z.object({
  mediaType: z.string(),
  digest: digestSchema,
  size: z.number().int().nonnegative(),
  artifactType: z.string().nullable(),
  annotations: textsSchema,
  platform: platformSchema.nullable(),
})
const answersSchema = z.strictObject({
  referrers: z.array(
    z.tuple([
      digestSchema,
      z.discriminatedUnion('answer', [
        z.strictObject({
          answer: z.literal('listed'),
          status: z.number().int(),
          descriptors: z.array(descriptorSchema),
          truncated: z.boolean(),
          problem: codeSchema.nullable().optional(),
        }),
        z.strictObject({ answer: z.literal('unsupported'), status: z.number().int() }),
      ]),
    ]),
  ),
  failures: z.array(
    z.tuple([
      z.string(),
      z.strictObject({ code: codeSchema, message: z.string(), status: z.number().int().nullable() }),
    ]),
  ),
})

/** The source that a bundle holds: it answers what was answered then, and knows nothing else. Throws `EVIDENCE_BUNDLE_INVALID`. */
export function replaySource(files: BundleFiles, host: RegistryHost): ImageSource {
  const answers = readJsonFile(files, 'answers.json', answersSchema)
  const failures = new Map(answers.failures)
  const referrers = new Map(answers.referrers)
  const layout = createLayoutRepository(
    {
      listLayouts: async () => [folder],
      version: async (path) => (files.has(path) ? 'fixed' : null),
      read: async (path, maxBytes) => {
        const bytes = files.get(path) ?? null
        if (bytes !== null && bytes.length > maxBytes) {
          throw new AppError('LIMIT_EXCEEDED', `A file of the bundle has ${bytes.length} bytes; ${maxBytes} are read.`)
        }
        return bytes
      },
    },
    folder,
  )
  const fail = (asked: string): void => {
    const failure = failures.get(asked)
    if (failure === undefined) return
    const { code, message, status } = failure
    throw new AppError(code, message, { context: status === null ? {} : { status } })
  }
  return {
    host,
    listRepositories: async () => ({ items: [], next: null }),
    listTags: async () => ({ items: [], next: null }),
    async fetchManifest(_, reference, options) {
      fail(`manifest ${reference}`)
      return layout.fetchManifest(reference, options?.signal)
    },
    async fetchBlob(_, digest, { maxBytes, signal }) {
      fail(`blob ${digest} ${maxBytes}`)
      return layout.fetchBlob(digest, maxBytes, signal)
    },
    async listReferrers(_, digest) {
      fail(`referrers ${digest}`)
      const answer = referrers.get(digest)
      if (answer === undefined) throw invalidBundle(`it does not say what refers to ${digest}`)
      return answer.answer === 'listed' ? { ...answer, problem: answer.problem ?? null } : answer
    },
  }
}
