import { z } from 'zod'
import { digestSchema, pageOf, pageParameters, platformParameter, referenceParameter, timeSchema } from './common.ts'
import { stateSchema } from './verdict.ts'

export const looksParameters = z.strictObject(pageParameters)

/** An image that somebody looked at, with the verdict of that time. */
export const lookSchema = z
  .object({
    reference: z.string(),
    digest: digestSchema,
    platform: z.string().nullable(),
    state: stateSchema,
    sentence: z.string(),
    packageCount: z.number().int().nullable(),
    at: timeSchema,
  })
  .meta({ id: 'Look' })
export type LookDto = z.infer<typeof lookSchema>
export const looksSchema = pageOf(lookSchema)

export const createLookSchema = z
  .strictObject({ reference: referenceParameter, platform: platformParameter.optional() })
  .meta({ id: 'CreateLook' })
