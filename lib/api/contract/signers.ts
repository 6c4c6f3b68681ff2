import { z } from 'zod'
import { pageOf, pageParameters, problemSchema } from './common.ts'
import { signerSchema } from './verdict.ts'

export const signersParameters = z.strictObject({
  /** Without one nobody is listed, and only the pattern is judged. */
  repository: z.string().min(1).max(512).optional(),
  /** With an issuer or a pattern, each signer is said to match or not. */
  issuer: z.string().min(1).max(2048).optional(),
  subjectPattern: z.string().min(1).max(2048).optional(),
  ...pageParameters,
})

export const patternWarnings = ['any-owner', 'any-mail', 'any-host', 'any-ref', 'bare-dot'] as const

/** Somebody who was proven to have signed tags of a repository, trusted or not. */
export const observedSignerSchema = z
  .object({
    signer: signerSchema,
    tags: z.number().int(),
    trusted: z.number().int(),
    trustedRoot: z.string().nullable(),
    example: z.string(),
    matches: z.boolean().nullable(),
  })
  .meta({ id: 'ObservedSigner' })
export type ObservedSignerDto = z.infer<typeof observedSignerSchema>

export const signersSchema = pageOf(observedSignerSchema).extend({
  checked: z.number().int(),
  /** Why the pattern cannot be used, to go on a sentence; null when it can. */
  patternFault: z.string().nullable(),
  warnings: z.array(z.enum(patternWarnings)),
  problems: z.array(problemSchema),
})
export type SignersDto = z.infer<typeof signersSchema>
