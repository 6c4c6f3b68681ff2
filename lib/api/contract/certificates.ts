import { z } from 'zod'
import { anchorStores } from '#lib/trust/trust-rule.ts'
import { pageOf, timeSchema } from './common.ts'
import { fingerprintSchema, keyStateSchema, patternsSchema } from './trust.ts'

const storesSchema = z.array(z.enum(anchorStores)).min(1).max(anchorStores.length)

/** The certificate of an authority on the trust shelf. `warning` says what to know before relying on it. */
export const certificateSchema = z
  .object({
    fingerprint: fingerprintSchema,
    name: z.string().nullable(),
    subject: z.string(),
    issuer: z.string(),
    notBefore: timeSchema,
    notAfter: timeSchema,
    stores: storesSchema,
    state: keyStateSchema,
    createdAt: timeSchema,
    rules: z.array(z.string()),
    pem: z.string(),
    warning: z.string().nullable(),
  })
  .meta({ id: 'Certificate' })
export type CertificateDto = z.infer<typeof certificateSchema>
export const certificatesSchema = pageOf(certificateSchema)

export const createCertificatesSchema = z
  .strictObject({
    pem: z.string().max(10_485_760),
    name: z.string().trim().min(1).max(200).optional(),
    stores: storesSchema.default(['ca']),
    trust: z.strictObject({ repositories: patternsSchema, subject: z.string().min(1).max(2048).optional() }).optional(),
  })
  .meta({ id: 'CreateCertificates' })
export type CreateCertificates = z.input<typeof createCertificatesSchema>

export const updateCertificateSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(200).nullable().optional(),
    state: keyStateSchema.optional(),
    stores: storesSchema.optional(),
  })
  .meta({ id: 'UpdateCertificate' })
export type UpdateCertificate = z.input<typeof updateCertificateSchema>
