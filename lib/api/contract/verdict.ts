import { z } from 'zod'
import { errorCodes } from '#lib/errors/codes.ts'
import { checkIds, verificationCodes } from '#lib/evidence/check.ts'
import { evidenceFormats, stores } from '#lib/evidence/evidence.ts'
import { states } from '#lib/evidence/state.ts'
import { sbomFormats } from '#lib/sbom/sbom.ts'
import { digestSchema, platformParameter, problemSchema, referenceParameter, timeSchema } from './common.ts'

export const stateSchema = z.enum(states).meta({ id: 'State' })

const detailSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

export const checkSchema = z
  .discriminatedUnion('status', [
    z.object({ id: z.enum(checkIds), status: z.literal('passed'), detail: detailSchema }),
    z.object({
      id: z.enum(checkIds),
      status: z.literal('failed'),
      code: z.enum(verificationCodes),
      reason: z.string(),
      detail: detailSchema,
    }),
    z.object({
      id: z.enum(checkIds),
      status: z.enum(['skipped', 'inconclusive']),
      code: z.enum(verificationCodes).nullable(),
      reason: z.string(),
      detail: detailSchema,
    }),
  ])
  .meta({ id: 'Check' })

export const signerSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('key'), fingerprint: z.string(), name: z.string().nullable() }),
    z.object({
      kind: z.literal('identity'),
      issuer: z.string(),
      subject: z.string(),
      claims: z.record(z.string(), z.string()),
    }),
    z.object({ kind: z.literal('certificate'), subject: z.string(), issuer: z.string(), fingerprint: z.string() }),
  ])
  .meta({ id: 'Signer' })

const evidenceFields = {
  state: stateSchema,
  format: z.enum(evidenceFormats),
  store: z.enum(stores),
  digest: digestSchema,
  subject: digestSchema,
  inherited: z.boolean(),
  signer: signerSchema.nullable(),
  signedAt: z.object({ at: timeSchema, source: z.enum(['log', 'timestamp-authority', 'signer-claim']) }).nullable(),
  annotations: z.record(z.string(), z.string()),
  checks: z.array(checkSchema),
  command: z.string().nullable(),
}

export const evidenceSchema = z.object(evidenceFields).meta({ id: 'Evidence' })

export const attestationSchema = z
  .object({
    ...evidenceFields,
    predicateType: z.string().nullable(),
    statementSubjects: z.array(z.object({ name: z.string(), digest: z.string() })),
    summary: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'Attestation' })

export const storeAnswerSchema = z
  .object({
    store: z.enum(stores),
    asked: z.string(),
    answer: z.enum(['found', 'absent', 'unsupported', 'failed']),
    status: z.number().int().nullable(),
    code: z.enum(errorCodes).nullable(),
    count: z.number().int(),
    detail: z.string().nullable().optional(),
  })
  .meta({ id: 'StoreAnswer' })

export const sbomFactsSchema = z
  .object({
    format: z.enum(sbomFormats),
    packageCount: z.number().int(),
    state: stateSchema,
    source: z.enum(['attestation', 'attachment', 'buildkit']),
    digest: digestSchema,
    createdAt: timeSchema.nullable(),
    tool: z.string().nullable(),
  })
  .meta({ id: 'SbomFacts' })

export const verdictSchema = z
  .object({
    reference: z.string(),
    digest: digestSchema,
    mediaType: z.string(),
    platform: z.string().nullable(),
    state: stateSchema,
    indexState: stateSchema.nullable(),
    sentence: z.string(),
    signatures: z.array(evidenceSchema),
    attestations: z.array(attestationSchema),
    sbom: sbomFactsSchema.nullable(),
    discovery: z.array(storeAnswerSchema),
    checkedAt: timeSchema,
  })
  .meta({ id: 'Verdict' })

/** Names somebody: white space or a star would be read as everybody by some, as nobody by others. */
export const identityTextSchema = z
  .string()
  .min(1)
  .max(2048)
  .regex(/[^\s*]/, 'names nobody')

const identityRuleSchema = z
  .strictObject({
    issuer: identityTextSchema,
    subject: identityTextSchema.optional(),
    subjectPattern: identityTextSchema.optional(),
  })
  .refine((identity) => (identity.subject === undefined) !== (identity.subjectPattern === undefined), {
    message: 'give exactly one of subject and subjectPattern',
  })

const ruleFields = {
  keys: z
    .array(z.strictObject({ pem: z.string().max(10_485_760), name: z.string().max(200).optional() }))
    .max(100)
    .optional(),
  identities: z.array(identityRuleSchema).max(100).optional(),
  certificates: z
    .array(
      z.strictObject({
        pem: z.string().max(10_485_760),
        name: z.string().max(200).optional(),
        subject: z.string().max(2048).optional(),
      }),
    )
    .max(100)
    .optional(),
  trustedRoot: z.record(z.string(), z.unknown()).optional(),
  requireTransparencyLog: z.boolean().optional(),
}

export const requestRulesSchema = z.strictObject(ruleFields).meta({ id: 'RequestRules' })
export type RequestRules = z.infer<typeof requestRulesSchema>

export const verifyRequestSchema = z
  .strictObject({ reference: referenceParameter, platform: platformParameter.optional(), ...ruleFields })
  .meta({ id: 'VerifyRequest' })
export type VerifyRequest = z.infer<typeof verifyRequestSchema>

export const verdictParameters = z.strictObject({
  reference: referenceParameter,
  platform: platformParameter.optional(),
})

export const verdictsRequestSchema = z
  .strictObject({
    references: z.array(referenceParameter).min(1).max(500),
    platform: platformParameter.optional(),
    rules: requestRulesSchema.optional(),
  })
  .meta({ id: 'VerdictsRequest' })

/** One line of the NDJSON answer of `POST /verdicts`. */
export const verdictLineSchema = z
  .union([
    z.object({ reference: z.string(), verdict: verdictSchema }),
    z.object({ reference: z.string(), problem: problemSchema }),
  ])
  .meta({ id: 'VerdictLine' })
export type VerdictLine = z.infer<typeof verdictLineSchema>

const knownSchema = z.boolean().meta({ description: 'Whether the trust shelf of this server has the same' })
const namedSchema = z.object({ name: z.string().nullable(), fingerprint: z.string(), isKnown: knownSchema })

/** What came out when an evidence bundle was judged again; `differences` name the members that are not as the bundle says. */
export const recheckSchema = z
  .object({
    same: z.boolean(),
    differences: z.array(z.string()),
    verdict: verdictSchema,
    madeFrom: z
      .object({
        rules: z.array(z.object({ name: z.string(), repositories: z.array(z.string()) })),
        keys: z.array(namedSchema),
        authorities: z.array(namedSchema),
        roots: z.array(z.object({ name: z.string(), isKnown: knownSchema })),
      })
      .meta({ description: 'Whom the bundle trusts, by its own word' }),
  })
  .meta({ id: 'Recheck' })

export type RecheckDto = z.infer<typeof recheckSchema>

export type VerdictDto = z.infer<typeof verdictSchema>
export type EvidenceDto = z.infer<typeof evidenceSchema>
export type AttestationDto = z.infer<typeof attestationSchema>
export type CheckDto = z.infer<typeof checkSchema>
export type StoreAnswerDto = z.infer<typeof storeAnswerSchema>
