import { z } from 'zod'
import { pageOf, problemSchema, timeSchema } from './common.ts'
import { fingerprintSchema } from './trust.ts'

/** From–to; null is open. */
const windowFields = { validFrom: timeSchema.nullable(), validUntil: timeSchema.nullable() }

const rootCertificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  fingerprint: fingerprintSchema,
  key: z.string(),
  notBefore: timeSchema,
  notAfter: timeSchema,
})

export const rootAuthoritySchema = z
  .object({
    kind: z.enum(['certificate-authority', 'timestamp-authority']),
    name: z.string(),
    uri: z.string().nullable(),
    certificates: z.array(rootCertificateSchema),
    ...windowFields,
  })
  .meta({ id: 'RootAuthority', description: 'Its window in the root, as far as its certificates are valid in it.' })
export type RootAuthorityDto = z.infer<typeof rootAuthoritySchema>

export const rootLogSchema = z
  .object({
    kind: z.enum(['log', 'certificate-log']),
    origin: z.string(),
    logId: z.string(),
    fingerprint: fingerprintSchema,
    key: z.string(),
    ...windowFields,
  })
  .meta({ id: 'RootLog', description: '`fingerprint`: SHA-256 of the SubjectPublicKeyInfo, in hexadecimal.' })
export type RootLogDto = z.infer<typeof rootLogSchema>

/**
 * `ageSeconds`: since the copy in use was fetched, taken into the package, or added. `vouchedUntil`: until when the TUF root
 * vouches for it. `problems`: why it is not used, and why it could not be renewed. `rules`: ids of the rules that name it.
 */
export const trustedRootSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    origin: z.enum(['built-in', 'configuration', 'added']),
    readOnly: z.boolean(),
    inUse: z.boolean(),
    mirror: z.string().nullable(),
    snapshotAt: timeSchema.nullable(),
    fetchedAt: timeSchema.nullable(),
    addedAt: timeSchema.nullable(),
    triedAt: timeSchema.nullable(),
    ageSeconds: z.number().int().nullable(),
    vouchedUntil: timeSchema.nullable(),
    authorities: z.array(rootAuthoritySchema),
    logs: z.array(rootLogSchema),
    notes: z.array(z.string()),
    problems: z.array(problemSchema),
    rules: z.array(z.string()),
  })
  .meta({ id: 'TrustedRoot' })
export type TrustedRootDto = z.infer<typeof trustedRootSchema>
export const trustedRootsSchema = pageOf(trustedRootSchema)

const nameSchema = z.string().trim().min(1).max(200)
/** JSON, or its text as it stands in a file. */
const jsonOrText = z.union([z.string(), z.record(z.string(), z.unknown())])

export const createTrustedRootSchema = z
  .strictObject({
    name: nameSchema,
    document: jsonOrText.optional(),
    tuf: z
      .strictObject({
        mirror: z.string().min(1).max(2048),
        root: jsonOrText,
        caPem: z.string().min(1).max(1_048_576).optional(),
      })
      .optional(),
  })
  .refine(({ document, tuf }) => (document === undefined) !== (tuf === undefined), {
    message: 'give exactly one of document and tuf',
  })
  .meta({
    id: 'CreateTrustedRoot',
    description:
      '`document`: a trusted_root.json. `tuf`: a mirror with the root.json that is pinned; it is asked at once.',
  })
export type CreateTrustedRoot = z.infer<typeof createTrustedRootSchema>

export const updateTrustedRootSchema = z.strictObject({ name: nameSchema }).meta({ id: 'UpdateTrustedRoot' })
