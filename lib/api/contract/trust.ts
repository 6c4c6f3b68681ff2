import { z } from 'zod'
import { keyAlgorithms } from '#lib/trust/trust-rule.ts'
import { digestSchema, pageOf, pageParameters, problemSchema, timeSchema } from './common.ts'
import { identityTextSchema, stateSchema } from './verdict.ts'

export const fingerprintSchema = z.string().regex(/^[0-9a-f]{64}$/)
export const fingerprintParameter = z.strictObject({ fingerprint: fingerprintSchema })
export const keyStateSchema = z.enum(['active', 'retired', 'compromised'])

export const keySchema = z
  .object({
    fingerprint: fingerprintSchema,
    algorithm: z.enum(keyAlgorithms),
    name: z.string().nullable(),
    createdAt: timeSchema,
    state: keyStateSchema,
    rules: z.array(z.string()),
    pem: z.string(),
  })
  .meta({ id: 'Key' })
export type KeyDto = z.infer<typeof keySchema>
export const keysSchema = pageOf(keySchema)

export const patternsSchema = z.array(z.string().min(1).max(512)).min(1).max(100)

export const createKeySchema = z
  .strictObject({
    pem: z.string().max(10_485_760),
    name: z.string().trim().min(1).max(200).optional(),
    trust: z.strictObject({ repositories: patternsSchema }).optional(),
  })
  .meta({ id: 'CreateKey' })
export type CreateKey = z.infer<typeof createKeySchema>

export const updateKeySchema = z
  .strictObject({ name: z.string().trim().min(1).max(200).nullable().optional(), state: keyStateSchema.optional() })
  .meta({ id: 'UpdateKey' })

export const keyImagesParameters = z.strictObject({ repository: z.string().max(512).optional(), ...pageParameters })
/** Tags, among those looked at lately or in the repository asked for, with a signature or attestation that this key verifies. */
export const keyImageSchema = z
  .object({
    reference: z.string(),
    digest: digestSchema,
    state: stateSchema,
    signatures: z.number().int(),
    attestations: z.number().int(),
    checkedAt: timeSchema,
  })
  .meta({ id: 'KeyImage' })
export type KeyImageDto = z.infer<typeof keyImageSchema>
export const keyImagesSchema = pageOf(keyImageSchema).extend({
  checked: z.number().int(),
  problems: z.array(problemSchema),
})

export const ruleSignerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('key'), fingerprint: fingerprintSchema }),
  z
    .strictObject({
      kind: z.literal('identity'),
      issuer: identityTextSchema,
      subject: identityTextSchema.optional(),
      subjectPattern: identityTextSchema.optional(),
      claims: z.record(z.string().min(1).max(100), z.string().min(1).max(2048)).optional(),
      trustedRoot: z.string().min(1).max(100).optional(),
    })
    .refine((signer) => (signer.subject === undefined) !== (signer.subjectPattern === undefined), {
      message: 'give exactly one of subject and subjectPattern',
    }),
  z.strictObject({
    kind: z.literal('certificate'),
    fingerprint: fingerprintSchema,
    subject: z.string().max(2048).optional(),
  }),
])

const ruleFields = {
  name: z.string().trim().min(1).max(200),
  repositories: patternsSchema,
  signer: ruleSignerSchema,
  validFrom: z.iso.datetime({ offset: true }).nullable(),
  validUntil: z.iso.datetime({ offset: true }).nullable(),
  requireTransparencyLog: z.boolean(),
  requireTimestamp: z.boolean(),
}

export const ruleSchema = z.object({ id: z.string(), ...ruleFields }).meta({ id: 'Rule' })
export type RuleDto = z.infer<typeof ruleSchema>
export const rulesSchema = pageOf(ruleSchema)

export const createRuleSchema = z
  .strictObject({
    ...ruleFields,
    name: ruleFields.name.optional(),
    validFrom: ruleFields.validFrom.default(null),
    validUntil: ruleFields.validUntil.default(null),
    requireTransparencyLog: z.boolean().default(false),
    requireTimestamp: z.boolean().default(false),
  })
  .meta({ id: 'CreateRule' })

export const updateRuleSchema = z
  .strictObject({
    name: ruleFields.name.optional(),
    repositories: ruleFields.repositories.optional(),
    validFrom: ruleFields.validFrom.optional(),
    validUntil: ruleFields.validUntil.optional(),
    requireTransparencyLog: z.boolean().optional(),
    requireTimestamp: z.boolean().optional(),
  })
  .meta({ id: 'UpdateRule' })
export type UpdateRule = z.infer<typeof updateRuleSchema>

/** What a change of rules would do to images: those named, or those that were looked at lately. */
export const rulePreviewRequestSchema = z
  .strictObject({
    add: z.array(createRuleSchema).max(100).optional(),
    remove: z.array(z.string()).max(100).optional(),
    references: z.array(z.string().min(1).max(1024)).max(100).optional(),
  })
  .meta({ id: 'RulePreviewRequest' })
export const rulePreviewSchema = z
  .object({
    changes: z.array(z.object({ reference: z.string(), from: stateSchema, to: stateSchema })),
    unchanged: z.number().int(),
    problems: z.array(problemSchema.extend({ reference: z.string() })),
  })
  .meta({ id: 'RulePreview' })
