import { z } from 'zod'
import {
  booleanParameter,
  digestSchema,
  pageOf,
  pageParameters,
  platformParameter,
  problemSchema,
  referenceParameter,
  timeSchema,
} from './common.ts'

const hostSchema = z.string().min(1).max(255)
const pemSchema = z.string().max(1_048_576)

export const registrySchema = z
  .object({
    id: z.string(),
    kind: z.enum(['registry', 'layout']),
    host: z.string(),
    name: z.string(),
    insecure: z.boolean(),
    caPem: z.string().nullable(),
    hasCredentials: z.boolean(),
    readOnly: z.boolean(),
    /** Added by hand, for registries that list nothing. */
    repositories: z.array(z.string()),
  })
  .meta({ id: 'Registry' })
export type RegistryDto = z.infer<typeof registrySchema>
export const registriesSchema = pageOf(registrySchema)

const credentialFields = {
  username: z.string().min(1).max(1024).optional(),
  password: z.string().min(1).max(65_536).optional(),
  identityToken: z.string().min(1).max(65_536).optional(),
  dockerConfig: z.string().min(1).max(1_048_576).optional(),
  caPem: pemSchema.nullable().optional(),
  clientCertificatePem: pemSchema.optional(),
  clientKeyPem: pemSchema.optional(),
  insecure: z.boolean().optional(),
}

export const createRegistrySchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('registry'),
      host: hostSchema,
      name: z.string().min(1).max(200).optional(),
      ...credentialFields,
    }),
    z.strictObject({ kind: z.literal('layout'), name: z.string().min(1).max(60), path: z.string().min(1).max(4096) }),
  ])
  .meta({ id: 'CreateRegistry' })
export type CreateRegistry = z.infer<typeof createRegistrySchema>

/** Absent fields stay as they are; `removeCredentials` forgets what is stored. `repositories` are those added by hand. */
export const updateRegistrySchema = z
  .strictObject({
    name: z.string().min(1).max(200).optional(),
    ...credentialFields,
    removeCredentials: z.boolean().optional(),
    addRepositories: z.array(z.string().min(1).max(255)).max(1000).optional(),
    removeRepositories: z.array(z.string().min(1).max(255)).max(1000).optional(),
  })
  .meta({ id: 'UpdateRegistry' })
export type UpdateRegistry = z.infer<typeof updateRegistrySchema>

export const registryCheckSchema = z
  .object({
    reachable: z.boolean(),
    authenticated: z.boolean().nullable(),
    api: z.enum(['distribution', 'quay', 'harbor', 'docker-hub', 'layout']).nullable(),
    catalogue: z.enum(['listed', 'refused', 'unsupported', 'unknown']),
    referrers: z.enum(['supported', 'unsupported', 'unknown']),
    quirks: z.array(z.string()),
    problem: problemSchema.nullable(),
  })
  .meta({ id: 'RegistryCheck' })
export type RegistryCheckDto = z.infer<typeof registryCheckSchema>

export const repositoriesParameters = z.strictObject({
  registry: hostSchema.optional(),
  q: z.string().max(255).optional(),
  ...pageParameters,
})
export const repositorySchema = z
  .object({ repository: z.string(), registry: z.string(), addedByHand: z.boolean() })
  .meta({ id: 'Repository', description: '`repository` is host/path.' })
export type RepositoryDto = z.infer<typeof repositorySchema>
/** `problems`: one for each source that could not list; what the others list is in `items` all the same. */
export const repositoriesSchema = pageOf(repositorySchema).extend({
  problems: z.array(problemSchema.extend({ registry: z.string() })),
})

export const tagsParameters = z.strictObject({
  repository: z.string().min(1).max(512),
  q: z.string().max(128).optional(),
  helpers: booleanParameter.optional(),
  ...pageParameters,
})
export const tagSchema = z
  .object({
    tag: z.string(),
    digest: digestSchema.nullable(),
    mediaType: z.string().nullable(),
    problem: problemSchema.nullable(),
    platforms: z.array(z.string()),
    createdAt: timeSchema.nullable(),
    sizeBytes: z.number().int().nullable(),
    helper: z.boolean(),
  })
  .meta({ id: 'Tag' })
export type TagDto = z.infer<typeof tagSchema>
/** `helperCount`: helper tags (`sha256-….sig` …) folded away from this page. */
export const tagsSchema = pageOf(tagSchema).extend({ helperCount: z.number().int() })

export const imageParameters = z.strictObject({
  reference: referenceParameter,
  platform: platformParameter.optional(),
  raw: z.enum(['manifest', 'config']).optional(),
})

export const descriptorSchema = z
  .object({
    mediaType: z.string(),
    digest: digestSchema,
    size: z.number().int(),
    artifactType: z.string().nullable(),
    annotations: z.record(z.string(), z.string()),
    platform: z.string().nullable(),
  })
  .meta({ id: 'Descriptor' })

export const imageSchema = z
  .object({
    reference: z.string(),
    digest: digestSchema,
    mediaType: z.string(),
    sizeBytes: z.number().int(),
    kind: z.enum(['manifest', 'index']),
    platform: z.string().nullable(),
    indexDigest: digestSchema.nullable(),
    platforms: z.array(descriptorSchema.extend({ platform: z.string() })),
    buildkitEntries: z.number().int(),
    artifactType: z.string().nullable(),
    annotations: z.record(z.string(), z.string()),
    config: descriptorSchema.nullable(),
    layers: z.array(descriptorSchema),
    history: z.array(
      z.object({
        createdAt: timeSchema.nullable(),
        createdBy: z.string().nullable(),
        comment: z.string().nullable(),
        emptyLayer: z.boolean(),
      }),
    ),
    image: z
      .object({
        createdAt: timeSchema.nullable(),
        author: z.string().nullable(),
        os: z.string().nullable(),
        architecture: z.string().nullable(),
        variant: z.string().nullable(),
        user: z.string().nullable(),
        entrypoint: z.array(z.string()),
        cmd: z.array(z.string()),
        workingDir: z.string().nullable(),
        env: z.array(z.string()),
        exposedPorts: z.array(z.string()),
        labels: z.record(z.string(), z.string()),
      })
      .nullable(),
    totalSizeBytes: z.number().int().nullable(),
    tags: z.array(z.string()),
  })
  .meta({ id: 'Image' })
export type ImageDto = z.infer<typeof imageSchema>
