import { z } from 'zod'
import { errorCodes } from '#lib/errors/codes.ts'

/** Shapes that several contracts share. Requests are strict: an unknown field or parameter is refused. */
export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(errorCodes),
    detail: z.string(),
    remedy: z.string(),
    instance: z.string(),
    context: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457 problem details; `type` is the documentation page of `code`.' })
export type Problem = z.infer<typeof problemSchema>

export const digestSchema = z.string().meta({ description: 'sha256:<64 hex> or sha512:<128 hex>' })
export const timeSchema = z.string().meta({ format: 'date-time', description: 'RFC 3339, UTC' })

/** A list's answer: `next` continues it as `after`. */
export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), next: z.string().nullable() })

const integerParameter = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.number().int().min(min).max(max))
    .default(fallback)

export const pageParameters = {
  limit: integerParameter(1, 1000, 100),
  after: z.string().max(2048).optional(),
}

export const pageSchema = z.strictObject(pageParameters)
export const idParameter = z.strictObject({ id: z.string().min(1).max(200) })

export const booleanParameter = z.enum(['true', 'false']).transform((value) => value === 'true')

export const referenceParameter = z.string().min(1).max(1024)
export const platformParameter = z.string().min(1).max(200)
